import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { type InvitationState, invitationState, maskAddress } from "./rules.ts";

export type OpenInvitation = {
  id: string;
  organizationId: string;
  organization: string;
  role: string;
  expiresAt: Date;
};

/** Invitations to a verified address that have neither been used nor expired, newest first. */
export async function listOpenInvitations(email: string | null, now = new Date()): Promise<OpenInvitation[]> {
  if (!email) return [];
  return withPlatform(async (tx) => {
    const rows = await tx.invitation.findMany({
      where: {
        email: email.toLowerCase(),
        acceptedAt: null,
        revokedAt: null,
        expiresAt: { gt: now },
        organization: { state: "active" },
      },
      include: { organization: { select: { displayName: true } } },
      orderBy: { createdAt: "desc" },
    });
    return rows.map(({ id, organizationId, role, expiresAt, organization }) => ({
      id,
      organizationId,
      organization: organization.displayName,
      role,
      expiresAt,
    }));
  });
}

export type InvitationRow = {
  id: string;
  email: string;
  role: string;
  project: { slug: string; displayName: string } | null;
  projectRole: string | null;
  state: InvitationState;
  createdAt: Date;
  expiresAt: Date;
  by: string | null;
  /** Part of the link that can be copied. */
  nonce: string;
  /** How the newest e-mail stands: queued, sent, failed, or off without a mail server. Null when none was asked for. */
  mail: { state: string; message: string | null } | null;
};

const pageSize = 50;

/** Invitations newest first, a page at a time; `after` is the id of the last one before it. */
export async function listInvitations(
  tx: TenantTx,
  organizationId: string,
  { after = null, limit = pageSize }: { after?: string | null; limit?: number } = {},
  now = new Date(),
): Promise<{ rows: InvitationRow[]; next: string | null }> {
  const found = await tx.invitation.findMany({
    where: { organizationId, ...(after ? { id: { lt: after } } : {}) },
    include: { project: { select: { slug: true, displayName: true } } },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = found.slice(0, limit);
  const users = await tx.user.findMany({
    where: { id: { in: page.flatMap(({ invitedBy }) => invitedBy ?? []) } },
    select: { id: true, displayName: true },
  });
  const mails = await tx.email.findMany({
    where: { organizationId, subjectId: { in: page.map(({ id }) => id) } },
    orderBy: { id: "desc" },
    distinct: ["subjectId"],
    select: { subjectId: true, state: true, message: true },
  });
  const rows = page.map((row) => {
    const mail = mails.find(({ subjectId }) => subjectId === row.id);
    return {
      id: row.id,
      email: row.email,
      role: row.role,
      project: row.project,
      projectRole: row.projectRole,
      state: invitationState(row, now),
      createdAt: row.createdAt,
      expiresAt: row.expiresAt,
      by: users.find(({ id }) => id === row.invitedBy)?.displayName ?? null,
      nonce: row.nonce,
      mail: mail ? { state: mail.state, message: mail.message } : null,
    };
  });
  return { rows, next: found.length > limit ? (page.at(-1)?.id ?? null) : null };
}

/** How many invitations wait for an answer, in all. */
export const countOpenInvitations = (tx: TenantTx, organizationId: string, now = new Date()) =>
  tx.invitation.count({
    where: { organizationId, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
  });

export type InvitationSeen = {
  id: string;
  organization: string;
  organizationSlug: string;
  role: string;
  project: string | null;
  projectRole: string | null;
  by: string | null;
  expiresAt: Date;
  /** `replaced`: a newer e-mail holds the link that opens. `other`: it was sent to another address. */
  state: InvitationState | "replaced" | "other";
  /** Masked: who opens another's link learns no address. */
  address: string;
};

/**
 * What somebody with a link sees of an invitation; null when there is none, or the link is of somebody else's guessing. An
 * older link of one's own address says so.
 */
export async function seeInvitation(
  id: string,
  nonce: string,
  email: string | null,
  now = new Date(),
): Promise<InvitationSeen | null> {
  return withPlatform(async (tx) => {
    const row = await tx.invitation.findFirst({
      where: { id, organization: { state: "active" } },
      include: {
        organization: { select: { displayName: true, slug: true } },
        project: { select: { displayName: true } },
      },
    });
    if (!row) return null;
    const mine = email !== null && row.email === email.toLowerCase();
    if (row.nonce !== nonce && !mine) return null;
    const by = row.invitedBy
      ? await tx.user.findUnique({ where: { id: row.invitedBy }, select: { displayName: true } })
      : null;
    const state = invitationState(row, now);
    return {
      id: row.id,
      organization: row.organization.displayName,
      organizationSlug: row.organization.slug,
      role: row.role,
      project: row.project?.displayName ?? null,
      projectRole: row.projectRole,
      by: by?.displayName ?? null,
      expiresAt: row.expiresAt,
      state: !mine ? "other" : state === "open" && row.nonce !== nonce ? "replaced" : state,
      address: mine ? row.email : maskAddress(row.email),
    };
  });
}
