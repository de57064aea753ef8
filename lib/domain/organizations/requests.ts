import { queueEmails, tell } from "#lib/domain/emails/mutations.ts";
import type { Notices } from "#lib/domain/emails/rules.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { isTaken } from "#lib/infra/db/errors.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { PlatformTx, UserTx } from "#lib/infra/db/transaction.ts";
import { createOrganization } from "./mutations.ts";
import type { RequestOrganizationInput } from "./schema.ts";

/** Asks for an organization, and tells `staff`, by their addresses. One that waits is enough for a person, and for a name. */
export async function requestOrganization(
  tx: UserTx,
  { userId, displayName: who }: { userId: string; displayName: string },
  input: RequestOrganizationInput & { tier: string },
  staff: readonly string[],
): Promise<Outcome<{ id: string }>> {
  const id = newId();
  try {
    await tx.organizationRequest.create({ data: { id, userId, ...input } });
  } catch (error) {
    // Each of the two indexes stands for something else to do about it.
    if (!isTaken(error)) throw error;
    return isTaken(error, "user_id") || isTaken(error, "organization_requests_one")
      ? refused("request_waits")
      : refused("organization_taken", { field: "slug", values: { name: input.slug } });
  }
  // Who asks, takes it back and asks again fills nobody's inbox.
  const lately = { gt: new Date(Date.now() - 3_600_000) };
  const earlier = await tx.organizationRequest.count({
    where: { userId, createdAt: lately, id: { not: id } },
  });
  const params = {
    who,
    name: input.displayName,
    reason: input.reason,
  } satisfies Notices["organizationAsked"];
  if (earlier === 0)
    await queueEmails(
      tx,
      null,
      staff.map((recipient) => ({ template: "organizationAsked", recipient, params })),
    );
  return done({ id });
}

/** Takes one's own request back, as long as nobody has decided it. */
export async function withdrawRequest(tx: UserTx, userId: string, id: string): Promise<Outcome> {
  const gone = await tx.organizationRequest.updateMany({
    where: { id, userId, state: "pending" },
    data: { state: "withdrawn", decidedAt: new Date() },
  });
  return gone.count === 1 ? done() : refused("request_decided");
}

type Decision = { id: string; by: string | null };
type Decided = { organizationId: string; userId: string; slug: string };

/** Makes the organization that a request asks for, with the person who asked as its owner. Of several at once, one does. */
export async function approveRequest(
  tx: PlatformTx,
  { id, by, tier }: Decision & { tier: string },
): Promise<Outcome<Decided>> {
  const organizationId = newId();
  const decided = await tx.organizationRequest.updateMany({
    where: { id, state: "pending" },
    data: { state: "approved", decidedAt: new Date(), decidedBy: by, organizationId },
  });
  if (decided.count === 0) return refused("request_decided");
  const { userId, slug, displayName } = await tx.organizationRequest.findUniqueOrThrow({ where: { id } });
  const { email, suspendedAt } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  if (suspendedAt) return refused("user_suspended");
  const made = await createOrganization(tx, organizationId, { userId, email }, { slug, displayName, tier });
  if (!made.ok) return made;
  // The wizard of the person who waits goes on with it.
  await tx.onboarding.updateMany({ where: { userId }, data: { organizationAt: new Date(), organizationId } });
  await tell(tx, organizationId, [userId], "organizationApproved", { tier });
  return done({ organizationId, userId, slug });
}

/** Says no to a request, with a reason that the person who asked reads. */
export async function declineRequest(
  tx: PlatformTx,
  { id, by, reason }: Decision & { reason: string },
): Promise<Outcome<{ userId: string; slug: string }>> {
  const decided = await tx.organizationRequest.updateMany({
    where: { id, state: "pending" },
    data: { state: "declined", decisionReason: reason, decidedAt: new Date(), decidedBy: by },
  });
  if (decided.count === 0) return refused("request_decided");
  const {
    userId,
    slug,
    displayName: name,
  } = await tx.organizationRequest.findUniqueOrThrow({
    where: { id },
  });
  await tell(tx, null, [userId], "organizationDeclined", { name, reason });
  return done({ userId, slug });
}
