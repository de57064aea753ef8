import { type Keyset, keysetPage, type Page } from "#lib/infra/db/keyset.ts";
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

/** Invitations to a verified address that have neither been used nor expired, of who may still give what they bring, newest first. */
export async function listOpenInvitations(email: string | null, now = new Date()): Promise<OpenInvitation[]> {
  if (!email) return [];
  return withPlatform(
    (tx) => tx.$queryRaw<OpenInvitation[]>`
      select i.id, i.organization_id as "organizationId", o.display_name as organization, i.role, i.expires_at as "expiresAt"
      from invitations i join organizations o on o.id = i.organization_id and o.state = 'active'
      where i.email = ${email.toLowerCase()} and i.accepted_at is null and i.revoked_at is null and i.expires_at > ${now}
        and portico_invitation_stands(i)
      order by i.created_at desc`,
  );
}

/** Whether an invitation would make whoever accepts it an owner. */
export const offersOwnership = async (
  tx: TenantTx,
  { organizationId }: { organizationId: string },
  id: string,
): Promise<boolean> => (await tx.invitation.count({ where: { id, organizationId, role: "owner" } })) > 0;

export type InvitationRow = {
  id: string;
  email: string;
  role: string;
  project: { slug: string; displayName: string } | null;
  projectRole: string | null;
  state: InvitationState;
  createdAt: Date;
  expiresAt: Date;
  /** When the role ends that it brings; null for never. */
  until: Date | null;
  by: string | null;
  /** Part of the link that can be copied. */
  nonce: string;
  /** How the newest e-mail stands: queued, sent, failed, or off without a mail server. Null when none was asked for. */
  mail: { state: string; message: string | null } | null;
};

const pageSize = 50;

/** Invitations newest first, a page at a time. */
export async function listInvitations(
  tx: TenantTx,
  organizationId: string,
  {
    id,
    before = null,
    after = null,
    limit = pageSize,
  }: { id?: string; limit?: number } & Partial<Keyset> = {},
  now = new Date(),
): Promise<Page<InvitationRow>> {
  const { rows: page, ...sides } = await keysetPage({ before, after }, limit, ({ edge, upwards, take }) =>
    tx.invitation.findMany({
      where: {
        organizationId,
        ...(id ? { id } : {}),
        ...(edge ? { id: upwards ? { gt: edge } : { lt: edge } } : {}),
      },
      include: { project: { select: { slug: true, displayName: true } } },
      orderBy: { id: upwards ? "asc" : "desc" },
      take,
    }),
  );
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
      until: row.until,
      by: users.find(({ id }) => id === row.invitedBy)?.displayName ?? null,
      nonce: row.nonce,
      mail: mail ? { state: mail.state, message: mail.message } : null,
    };
  });
  return { rows, ...sides };
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
  /** When the role ends that it brings; null for never. */
  until: Date | null;
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
    const [{ stands } = { stands: false }] = await tx.$queryRaw<{ stands: boolean }[]>`
      select portico_invitation_stands(i) as stands from invitations i where id = ${id}::uuid`;
    const state = invitationState(stands ? row : { ...row, revokedAt: row.revokedAt ?? now }, now);
    return {
      id: row.id,
      organization: row.organization.displayName,
      organizationSlug: row.organization.slug,
      role: row.role,
      project: row.project?.displayName ?? null,
      projectRole: row.projectRole,
      by: by?.displayName ?? null,
      expiresAt: row.expiresAt,
      until: row.until,
      state: !mine ? "other" : state === "open" && row.nonce !== nonce ? "replaced" : state,
      address: mine ? row.email : maskAddress(row.email),
    };
  });
}
