import { z } from "zod";
import {
  behind,
  changeOperation,
  instant,
  page,
  pageFrom,
  pageOf,
  paging,
  readOperation,
} from "#lib/domain/access/operation.ts";
import {
  approveRequestCommand,
  declineRequestCommand,
  resumeOrganizationCommand,
  suspendOrganizationCommand,
} from "#lib/domain/organizations/commands.ts";
import { reason } from "#lib/domain/organizations/schema.ts";
import { tierIds } from "#lib/domain/tiers/rules.ts";
import { resumeUserCommand, signOutUserCommand, suspendUserCommand } from "./commands.ts";
import { getOrganization, getUser, listOrganizations, listRequests, listUsers as readUsers } from "./data.ts";
import { organizationStates } from "./schema.ts";

const q = z.string().max(100, "too_long").optional();
const because = z.object({ reason });
const summed = z.object({
  id: z.uuid(),
  slug: z.string(),
  displayName: z.string(),
  tier: z.string(),
  state: z.string().pipe(z.enum(organizationStates)),
  projects: z.number().int(),
  lastActivity: instant.nullable(),
  createdAt: instant,
});

export const listAllOrganizations = readOperation({
  id: "listAllOrganizations",
  path: "/platform/organizations",
  tag: "platform",
  summary: "Every organization, newest first",
  at: "platform",
  permission: "platform:read",
  query: paging(z.uuid()).extend({
    q: q.meta({ description: "How a name begins." }),
    state: z.enum(organizationStates).optional(),
    tier: z.enum(tierIds).optional(),
  }),
  output: page(
    summed
      .extend({ ready: z.number().int(), degraded: z.number().int(), members: z.number().int() })
      .meta({ id: "PlatformOrganizationRow" }),
  ),
  read: async ({ tx, query: { limit, after, q: begins = "", state = null, tier = null } }) => {
    const { rows, older } = await listOrganizations(tx, { q: begins, state, tier, ...behind(after) }, limit);
    return { value: pageFrom(rows, older) };
  },
});

const atOrganization = z.object({ organization: z.uuid() });

export const getAnyOrganization = readOperation({
  id: "getAnyOrganization",
  path: "/platform/organizations/{organization}",
  tag: "platform",
  summary: "One organization, whoever it is of",
  at: "platform",
  permission: "platform:read",
  params: atOrganization,
  output: summed
    .extend({
      people: z.number().int(),
      contactEmail: z.string().nullable(),
      stateReason: z.string().nullable(),
      stateAt: instant.nullable(),
      deleteAfter: instant.nullable(),
    })
    .meta({ id: "PlatformOrganization" }),
  read: async ({ tx, params: { organization } }) => {
    const found = await getOrganization(tx, organization);
    return found && { value: found };
  },
});

export const suspendOrganization = changeOperation({
  id: "suspendOrganization",
  method: "post",
  path: "/platform/organizations/{organization}/suspend",
  tag: "platform",
  summary: "Take an organization out of use",
  description: "Its members read the reason; what it has stays, and nothing of it runs.",
  at: "platform",
  command: suspendOrganizationCommand,
  params: atOrganization,
  body: because,
  output: null,
  input: ({ params: { organization: organizationId }, body }) => ({ organizationId, ...body }),
});

export const resumeOrganization = changeOperation({
  id: "resumeOrganization",
  method: "post",
  path: "/platform/organizations/{organization}/resume",
  tag: "platform",
  summary: "Give a suspended organization back",
  at: "platform",
  command: resumeOrganizationCommand,
  params: atOrganization,
  output: null,
  input: ({ params: { organization: organizationId } }) => ({ organizationId }),
});

export const listOrganizationRequests = readOperation({
  id: "listOrganizationRequests",
  path: "/platform/requests",
  tag: "platform",
  summary: "Requests for organizations that wait, the oldest first",
  at: "platform",
  permission: "platform:approve",
  query: paging(z.uuid()),
  output: page(
    z
      .object({
        id: z.uuid(),
        slug: z.string(),
        displayName: z.string(),
        tier: z.string(),
        reason: z.string(),
        createdAt: instant,
        user: z.object({ id: z.uuid(), displayName: z.string(), email: z.string().nullable() }),
      })
      .meta({ id: "OrganizationRequest" }),
  ),
  read: async ({ tx, query: { limit, after } }) => ({
    value: pageOf(await listRequests(tx, { after, take: limit + 1 }), limit, ({ id }) => id),
  }),
});

const atRequest = z.object({ request: z.uuid() });

export const approveOrganization = changeOperation({
  id: "approveOrganization",
  method: "post",
  path: "/platform/requests/{request}/approve",
  tag: "platform",
  summary: "Make the organization that somebody asked for",
  at: "platform",
  command: approveRequestCommand,
  params: atRequest,
  body: z.object({ tier: z.enum(tierIds) }),
  output: z.object({ organizationId: z.uuid(), slug: z.string() }),
  status: 201,
  input: ({ params: { request: requestId }, body }) => ({ requestId, ...body }),
});

export const declineOrganization = changeOperation({
  id: "declineOrganization",
  method: "post",
  path: "/platform/requests/{request}/decline",
  tag: "platform",
  summary: "Say no to somebody who asked for an organization",
  at: "platform",
  command: declineRequestCommand,
  params: atRequest,
  body: because,
  output: null,
  input: ({ params: { request: requestId }, body }) => ({ requestId, ...body }),
});

const person = z.object({
  id: z.uuid(),
  displayName: z.string(),
  email: z.string().nullable(),
  suspendedAt: instant.nullable(),
  createdAt: instant,
});

export const listUsers = readOperation({
  id: "listUsers",
  path: "/platform/users",
  tag: "platform",
  summary: "Every person, newest first",
  at: "platform",
  permission: "platform:users",
  query: paging(z.uuid()).extend({ q: q.meta({ description: "How a name or an address begins." }) }),
  output: page(
    person
      .extend({
        organizations: z.number().int(),
        signIns: z.number().int().meta({ description: "Browsers that are signed in now." }),
        lastSignInAt: instant.nullable(),
      })
      .meta({ id: "UserRow" }),
  ),
  read: async ({ tx, query: { limit, after, q: begins = "" } }) => {
    const { rows, older } = await readUsers(tx, { q: begins, ...behind(after) }, limit);
    return { value: pageFrom(rows, older) };
  },
});

const atUser = z.object({ user: z.uuid() });

export const getAnyUser = readOperation({
  id: "getUser",
  path: "/platform/users/{user}",
  tag: "platform",
  summary: "One person, with the browsers that are signed in as them",
  at: "platform",
  permission: "platform:users",
  params: atUser,
  output: person
    .extend({
      emailVerified: z.boolean(),
      groups: z.array(z.string()),
      identities: z.array(
        z.object({
          provider: z.string(),
          issuer: z.string(),
          subject: z.string(),
          lastSignInAt: instant.nullable(),
        }),
      ),
      loginSessions: z.array(
        z.object({
          id: z.uuid(),
          userAgent: z.string().nullable(),
          address: z.string().nullable(),
          createdAt: instant,
          lastSeenAt: instant,
        }),
      ),
      memberships: z
        .array(
          z.object({
            role: z.string(),
            organization: z.object({ slug: z.string(), displayName: z.string() }),
            project: z.object({ displayName: z.string() }).nullable(),
          }),
        )
        .meta({ description: "The first 200." }),
    })
    .meta({ id: "User" }),
  read: async ({ tx, params: { user } }) => {
    const found = await getUser(tx, user);
    return found && { value: found };
  },
});

export const suspendUser = changeOperation({
  id: "suspendUser",
  method: "post",
  path: "/platform/users/{user}/suspend",
  tag: "platform",
  summary: "Shut somebody out of everything",
  at: "platform",
  command: suspendUserCommand,
  params: atUser,
  body: because,
  output: null,
  input: ({ params: { user: userId }, body }) => ({ userId, ...body }),
});

export const resumeUser = changeOperation({
  id: "resumeUser",
  method: "post",
  path: "/platform/users/{user}/resume",
  tag: "platform",
  summary: "Let somebody in again",
  at: "platform",
  command: resumeUserCommand,
  params: atUser,
  output: null,
  input: ({ params: { user: userId } }) => ({ userId }),
});

export const signOutUser = changeOperation({
  id: "signOutUser",
  method: "delete",
  path: "/platform/users/{user}/sign-ins/{signIn}",
  tag: "platform",
  summary: "Sign one browser of somebody's out",
  at: "platform",
  command: signOutUserCommand,
  params: atUser.extend({ signIn: z.uuid() }),
  output: null,
  input: ({ params: { user: userId, signIn: loginSessionId } }) => ({ userId, loginSessionId }),
});
