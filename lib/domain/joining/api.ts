import { z } from "zod";
import {
  changeOperation,
  instant,
  page,
  pageOf,
  paging,
  readOperation,
} from "#lib/domain/access/operation.ts";
import {
  askToJoinCommand,
  decideJoinRequestCommand,
  joinByDomainCommand,
  withdrawJoinRequestCommand,
} from "./commands.ts";
import { findOpenings, listJoinRequests as readRequests } from "./data.ts";
import { askInput, decision } from "./schema.ts";

export const listJoinRequests = readOperation({
  id: "listJoinRequests",
  path: "/join-requests",
  tag: "joining",
  summary: "Who waits to be let in, the longest first",
  at: "organization",
  permission: "requests:decide",
  query: paging(z.uuid()),
  output: page(
    z
      .object({
        id: z.uuid(),
        displayName: z.string(),
        email: z.string().nullable(),
        message: z.string().nullable(),
        createdAt: instant,
      })
      .meta({ id: "JoinRequest" }),
  ),
  read: async ({ tx, scope, query: { limit, after } }) => ({
    value: pageOf(
      await readRequests(tx, scope.organizationId, { after, take: limit + 1 }),
      limit,
      ({ id }) => id,
    ),
  }),
});

export const decideJoinRequest = changeOperation({
  id: "decideJoinRequest",
  method: "post",
  path: "/join-requests/{request}/decision",
  tag: "joining",
  summary: "Let somebody in who asked, or say why not",
  at: "organization",
  command: decideJoinRequestCommand,
  params: z.object({ request: z.uuid() }),
  body: decision,
  output: null,
  input: ({ params: { request: requestId }, body }) => ({ requestId, ...body }),
});

export const listOpenings = readOperation({
  id: "listOpenings",
  path: "/me/openings",
  tag: "joining",
  summary: "Organizations that the caller's verified address lets them join, or ask to",
  at: "own",
  permission: null,
  everywhere: true,
  output: z.object({
    items: z.array(
      z
        .object({
          organizationId: z.uuid(),
          slug: z.string(),
          organization: z.string(),
          domain: z.string(),
          joining: z.enum(["auto", "ask"]),
          role: z.string(),
          request: z
            .object({ id: z.uuid(), state: z.string(), reason: z.string().nullable(), at: instant })
            .nullable()
            .meta({ description: "What the caller asked last." }),
        })
        .meta({ id: "Opening" }),
    ),
  }),
  read: async ({ tx, caller }) => {
    const user = tx && (await tx.user.findUnique({ where: { id: caller.actorId } }));
    return {
      later: async () => ({ value: { items: user ? await findOpenings({ ...user, userId: user.id }) : [] } }),
    };
  },
});

const params = z.object({ organization: z.uuid() });
const there = ({ params: { organization } }: { params: z.infer<typeof params> }) => ({
  organizationId: organization,
});

export const joinByDomain = changeOperation({
  id: "joinByDomain",
  method: "post",
  path: "/me/openings/{organization}/join",
  tag: "joining",
  summary: "Join an organization that takes everybody of the caller's verified domain",
  at: "own",
  command: joinByDomainCommand,
  params,
  output: null,
  input: there,
});

export const askToJoin = changeOperation({
  id: "askToJoin",
  method: "post",
  path: "/me/openings/{organization}/request",
  tag: "joining",
  summary: "Ask an organization of the caller's verified domain to be let in",
  at: "own",
  command: askToJoinCommand,
  params,
  body: askInput.omit({ organizationId: true }),
  output: null,
  input: ({ params: { organization: organizationId }, body }) => ({ organizationId, ...body }),
});

export const withdrawJoinRequest = changeOperation({
  id: "withdrawJoinRequest",
  method: "delete",
  path: "/me/openings/{organization}/request",
  tag: "joining",
  summary: "Take one's own question back",
  at: "own",
  command: withdrawJoinRequestCommand,
  params,
  output: null,
  input: there,
});
