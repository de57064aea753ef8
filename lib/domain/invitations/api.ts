import { z } from "zod";
import {
  changeOperation,
  instant,
  page,
  pageFrom,
  paging,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import {
  acceptInvitationCommand,
  inviteCommand,
  resendInvitationCommand,
  revokeInvitationCommand,
} from "./commands.ts";
import { listOpenInvitations, listInvitations as readInvitations } from "./data.ts";
import { inviteInput } from "./schema.ts";

const invitation = z
  .object({
    id: z.uuid(),
    email: z.string(),
    role: z.string(),
    project: z.object({ slug: z.string(), displayName: z.string() }).nullable(),
    projectRole: z.string().nullable(),
    state: z.enum(["open", "accepted", "expired", "revoked"]),
    createdAt: instant,
    expiresAt: instant,
    until: instant.nullable().meta({ description: "When the role ends that it brings." }),
    by: z.string().nullable(),
    mail: z.object({ state: z.string(), message: z.string().nullable() }).nullable(),
  })
  .meta({ id: "Invitation" });
const opening = invitation.extend({
  link: z.url().nullable().meta({ description: "Opens it, for whom it was sent to; null once it is over." }),
});

const sent = z.object({
  id: z.uuid(),
  email: z.string(),
  role: z.string(),
  expiresAt: instant,
  until: instant.nullable(),
});
const params = z.object({ invitation: z.uuid() });

export const listInvitations = readOperation({
  id: "listInvitations",
  path: "/invitations",
  tag: "invitations",
  summary: "Invitations of the organization, newest first",
  at: "organization",
  permission: "invitations:manage",
  query: paging(z.uuid()),
  output: page(invitation),
  read: async ({ tx, scope, query: { limit, after = null } }) => {
    const { rows, older } = await readInvitations(tx, scope.organizationId, { before: after, limit });
    return { value: pageFrom(rows, older) };
  },
});

export const getInvitation = readOperation({
  id: "getInvitation",
  path: "/invitations/{invitation}",
  tag: "invitations",
  summary: "One invitation with its link",
  at: "organization",
  permission: "invitations:manage",
  params,
  output: opening.meta({ id: "InvitationWithLink" }),
  read: async ({ tx, scope, params: { invitation: id } }) => {
    const { rows } = await readInvitations(tx, scope.organizationId, { id, limit: 1 });
    const [row] = rows;
    if (!row) return null;
    const link = `${webEnv().PORTICO_URL}/invitations/${id}?k=${encodeURIComponent(row.nonce)}`;
    return { value: { ...row, link: row.state === "open" ? link : null } };
  },
});

export const listOwnInvitations = readOperation({
  id: "listOwnInvitations",
  path: "/me/invitations",
  tag: "joining",
  summary: "Invitations to the caller's verified address that are open, newest first",
  at: "own",
  permission: null,
  everywhere: true,
  output: z.object({
    items: z.array(
      z
        .object({
          id: z.uuid(),
          organizationId: z.uuid(),
          organization: z.string(),
          role: z.string(),
          expiresAt: instant,
        })
        .meta({ id: "OwnInvitation" }),
    ),
  }),
  read: async ({ tx, caller }) => {
    const user = tx && (await tx.user.findUnique({ where: { id: caller.actorId } }));
    const address = user?.emailVerified ? user.email : null;
    return { later: async () => ({ value: { items: await listOpenInvitations(address) } }) };
  },
});

export const acceptInvitation = changeOperation({
  id: "acceptInvitation",
  method: "post",
  path: "/me/invitations/{invitation}/accept",
  tag: "joining",
  summary: "Follow an invitation to the caller's verified address",
  at: "own",
  command: acceptInvitationCommand,
  params,
  output: null,
  input: ({ params: { invitation: invitationId } }) => ({ invitationId }),
});

export const invite = changeOperation({
  id: "invite",
  method: "post",
  path: "/invitations",
  tag: "invitations",
  summary: "Invite addresses, each with a role",
  description: "All of them or none. An address that has an open invitation gets a new link in its place.",
  at: "organization",
  command: inviteCommand,
  body: inviteInput,
  output: z.object({ items: z.array(sent) }),
  status: 201,
  show: (items) => ({ items }),
});

export const resendInvitation = changeOperation({
  id: "resendInvitation",
  method: "post",
  path: "/invitations/{invitation}/resend",
  tag: "invitations",
  summary: "Send an invitation anew",
  description: "Its link is new and open for 72 hours; the one that was sent before opens no more.",
  at: "organization",
  command: resendInvitationCommand,
  params,
  output: sent,
  input: ({ params: { invitation: invitationId } }) => ({ invitationId }),
});

export const revokeInvitation = changeOperation({
  id: "revokeInvitation",
  method: "delete",
  path: "/invitations/{invitation}",
  tag: "invitations",
  summary: "Take an invitation back",
  at: "organization",
  command: revokeInvitationCommand,
  params,
  output: null,
  input: ({ params: { invitation: invitationId } }) => ({ invitationId }),
});
