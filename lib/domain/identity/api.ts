import { z } from "zod";
import { changeOperation, instant, readOperation } from "#lib/domain/access/operation.ts";
import { organizationRoles, projectRoles, scopes } from "#lib/domain/access/permissions.ts";
import { listOrganizationsOf } from "#lib/domain/organizations/data.ts";
import { revokeLoginSessionCommand } from "./commands.ts";
import { listLoginSessions } from "./data.ts";

const me = z
  .object({
    kind: z.enum(["person", "key", "jwt", "kubernetes"]),
    name: z.string(),
    userId: z.uuid().nullable().meta({ description: "Null for a service." }),
    keyId: z.uuid().nullable(),
    platformAdmin: z.boolean(),
    scopes: z
      .array(z.enum(scopes))
      .nullable()
      .meta({ description: "What the key is limited to; null for everything that the roles allow." }),
    organization: z
      .string()
      .nullable()
      .meta({ description: "The one organization that the key is for; null when each request names it." }),
    organizations: z.array(
      z.object({
        slug: z.string(),
        displayName: z.string(),
        role: z
          .enum(organizationRoles)
          .nullable()
          .meta({ description: "Null for a member of projects only." }),
      }),
    ),
    projectRoles: z
      .array(z.object({ projectId: z.uuid(), role: z.enum([...projectRoles, "bot"]) }))
      .meta({ description: "Of a service: its roles in projects." }),
  })
  .meta({ id: "Me" });

/** Whoever calls, and where. */
export const getMe = readOperation({
  id: "getMe",
  path: "/me",
  tag: "me",
  summary: "Who calls",
  description: "Who the credential stands for, what it may be used for, and where.",
  at: "own",
  permission: null,
  output: me,
  read: async ({ caller }) => ({
    later: async () => {
      const { organizationId, scopes: limits, grants, ...rest } = caller;
      const organizations = await listOrganizationsOf(caller);
      return {
        value: {
          ...rest,
          scopes: limits && [...limits],
          organization: organizationId ? (organizations[0]?.slug ?? null) : null,
          organizations,
          projectRoles: [...(grants?.projectRoles ?? [])].map(([projectId, role]) => ({ projectId, role })),
        },
      };
    },
  }),
});

export const listOwnSignIns = readOperation({
  id: "listOwnSignIns",
  path: "/me/sign-ins",
  tag: "me",
  summary: "Browsers that are signed in as the caller, the last seen first",
  at: "own",
  permission: null,
  everywhere: true,
  output: z.object({
    items: z.array(
      z
        .object({
          id: z.uuid(),
          userAgent: z.string().nullable(),
          address: z.string().nullable(),
          createdAt: instant,
          lastSeenAt: instant,
          endsAt: instant,
        })
        .meta({ id: "SignIn" }),
    ),
  }),
  read: async ({ tx, caller }) => ({
    value: { items: tx ? await listLoginSessions(tx, caller.actorId) : [] },
  }),
});

export const revokeOwnSignIn = changeOperation({
  id: "revokeOwnSignIn",
  method: "delete",
  path: "/me/sign-ins/{signIn}",
  tag: "me",
  summary: "Sign one of the caller's browsers out",
  at: "own",
  command: revokeLoginSessionCommand,
  params: z.object({ signIn: z.uuid() }),
  output: null,
  input: ({ params: { signIn: id } }) => ({ id }),
});
