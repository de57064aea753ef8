import { live } from "#lib/domain/access/scope.ts";
import { tell } from "#lib/domain/emails/mutations.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { isTaken } from "#lib/infra/db/errors.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import type { StartViewingInput } from "./schema.ts";

/** How long one may look through another's eyes. */
const MINUTES = 30;

type Viewing = { name: string; slug: string; endsAt: Date };

/** Lets one login session of the platform's staff look at an organization as one of its members does, who is told. */
export async function startViewing(
  tx: PlatformTx,
  by: { userId: string; name: string; loginSessionId: string },
  { organizationId, userId, reason }: StartViewingInput,
  now = new Date(),
): Promise<Outcome<Viewing>> {
  if (userId === by.userId) return refused("viewing_yourself");
  const member = await tx.membership.findFirst({
    where: {
      organizationId,
      userId,
      user: { suspendedAt: null },
      organization: { state: "active" },
      ...live(now),
    },
    select: { user: { select: { displayName: true } }, organization: { select: { slug: true } } },
  });
  if (!member) return refused("viewing_nobody");
  const { loginSessionId } = by;
  await tx.viewing.updateMany({
    where: { loginSessionId, endedAt: null, endsAt: { lte: now } },
    data: { endedAt: now },
  });
  const endsAt = new Date(+now + MINUTES * 60_000);
  try {
    await tx.viewing.create({
      data: {
        id: newId(),
        organizationId,
        userId,
        actorUserId: by.userId,
        actorName: by.name,
        loginSessionId,
        reason,
        startedAt: now,
        endsAt,
      },
    });
  } catch (error) {
    if (isTaken(error)) return refused("viewing_already");
    throw error;
  }
  await tell(tx, organizationId, [userId], "viewed", { who: by.name, reason, until: endsAt.toISOString() });
  return done({ name: member.user.displayName, slug: member.organization.slug, endsAt });
}

/** Looks through one's own eyes again. */
export async function endViewing(tx: TenantTx, id: string, now = new Date()): Promise<Outcome> {
  await tx.viewing.updateMany({ where: { id, endedAt: null }, data: { endedAt: now } });
  return done();
}
