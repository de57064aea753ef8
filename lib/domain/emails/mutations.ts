import type { Prisma } from "#generated/client.ts";
import {
  type OrganizationPermission,
  type ProjectPermission,
  rolesWith,
} from "#lib/domain/access/permissions.ts";
import { live } from "#lib/domain/access/scope.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { AnyTx, PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import { enqueueAll } from "#lib/infra/jobs/index.ts";
import { emailJobs } from "./jobs.ts";
import { type Notice, type Notices, reachable, type Template } from "./rules.ts";

type Wanted = { template: Template; recipient: string; subjectId?: string; params?: object };

/** How many messages alike an organization has sent to one address in a day before the next one is left out. */
export const mostAlike = 20;

/** Which of the addresses have had as many messages of the template as they are sent in a day. */
async function fullInboxes(
  tx: AnyTx,
  organizationId: string | null,
  wanted: readonly Wanted[],
  now = Date.now(),
): Promise<Set<string>> {
  const sent = await tx.email.groupBy({
    by: ["template", "recipient"],
    where: {
      organizationId,
      template: { in: wanted.map(({ template }) => template) },
      recipient: { in: wanted.map(({ recipient }) => recipient) },
      createdAt: { gt: new Date(now - 86_400_000) },
    },
    _count: true,
  });
  return new Set(sent.filter(({ _count }) => _count >= mostAlike).map(alike));
}

const alike = ({ template, recipient }: Pick<Wanted, "recipient"> & { template: string }) =>
  `${template} ${recipient}`;

/**
 * Asks for messages, in the transaction of what they tell. Their text is made when they are sent: at once, or at `startAfter`.
 * `organizationId` is null for what belongs to none. Whom as many were sent as one has in a day is sent no more of the kind;
 * what waits for its time does not count, as only the newest about a thing goes out.
 * @returns the addresses that were left out
 */
export async function queueEmails(
  tx: AnyTx,
  organizationId: string | null,
  wanted: readonly Wanted[],
  options: { startAfter?: Date } = {},
): Promise<string[]> {
  const full = options.startAfter ? new Set() : await fullInboxes(tx, organizationId, wanted);
  const rows = wanted
    .filter((one) => !full.has(alike(one)))
    .map(({ params = {}, subjectId = null, ...email }) => ({
      id: newId(),
      organizationId,
      subjectId,
      params,
      ...email,
    }));
  await tx.email.createMany({ data: rows });
  await enqueueAll(
    tx,
    emailJobs.send,
    rows.map(({ id }) => ({ organizationId, emailId: id })),
    options,
  );
  return wanted.filter((one) => full.has(alike(one))).map(({ recipient }) => recipient);
}

/**
 * People by their ids; all who hold one of these roles in the organization itself; or those who may do something with what is of a
 * project or (null) of the organization, by a role that they were given or that a group brings. Of a project's things, those
 * whom a role in it lets; whom one in the organization lets do it in each project only where the project has none who can be told.
 */
type Told =
  | readonly string[]
  | { roles: readonly string[] }
  | { may: ProjectPermission | OrganizationPermission; projectId: string | null };

/** The condition on people. */
async function whereTold(
  tx: AnyTx,
  organizationId: string | null,
  whom: Told,
): Promise<Prisma.UserWhereInput> {
  const holding = (projectId: string | null, roles: readonly string[]) => ({
    ...reachable,
    memberships: {
      some: { organizationId: organizationId ?? "", projectId, role: { in: [...roles] }, ...live() },
    },
  });
  if ("roles" in whom) return holding(null, whom.roles);
  if (!("may" in whom)) return { ...reachable, id: { in: [...whom] } };
  const { organizationRoles, projectRoles } = rolesWith(whom.may);
  const own = whom.projectId && holding(whom.projectId, projectRoles);
  return own && (await tx.user.count({ where: own })) > 0 ? own : holding(null, organizationRoles);
}

/**
 * Tells people something, in the transaction in which it happens: those of them whose address is verified, and who are not
 * suspended.
 */
export async function tell<N extends Notice>(
  tx: TenantTx | PlatformTx,
  organizationId: string | null,
  whom: Told,
  notice: N,
  params: Notices[N],
  { subjectId, startAfter }: { subjectId?: string; startAfter?: Date } = {},
): Promise<void> {
  const users = await tx.user.findMany({
    where: await whereTold(tx, organizationId, whom),
    select: { email: true },
    orderBy: { id: "asc" },
  });
  const wanted = users.map(({ email }) => ({ template: notice, recipient: email ?? "", subjectId, params }));
  await queueEmails(tx, organizationId, wanted, { startAfter });
}

/** Notes how the sending went, on what it tells too, so that an open page hears of it; `off` without a mail server. */
export async function noteEmail(
  tx: TenantTx | PlatformTx,
  emailId: string,
  state: "sent" | "failed" | "off",
  message: string | null = null,
  now = new Date(),
): Promise<void> {
  const sentAt = state === "sent" ? now : null;
  const { subjectId, template } = await tx.email.update({
    where: { id: emailId },
    data: { state, message, sentAt },
  });
  if (subjectId && template === "invitation")
    await tx.invitation.updateMany({
      where: { id: subjectId },
      data: { sentAt },
    });
}
