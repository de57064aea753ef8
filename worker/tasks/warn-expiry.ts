import { aboutOf, named, tellManagers } from "#lib/domain/credentials/life.ts";
import { expiryDays } from "#lib/domain/credentials/rules.ts";
import { stageDue, whereDue } from "#lib/domain/emails/rules.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";

/**
 * Tells those who manage a credential that it ends: 30, 7 and 1 days before, and at its end, once each (of several that have passed
 * since somebody looked, the last). Answers how many credentials were told of.
 */
export async function warnOfExpiry(now = new Date(), atOnce = 500): Promise<number> {
  const near = await withPlatform((tx) =>
    tx.credential.findMany({
      where: {
        disabledAt: null,
        organization: { state: "active" },
        AND: [
          whereDue(expiryDays, now),
          { OR: [{ projectId: null }, { project: { deletionRequestedAt: null, archivedAt: null } }] },
        ],
      },
      orderBy: { expiresAt: "asc" },
      take: atOnce,
      select: { id: true, organizationId: true, expiresAt: true, expiryTold: true },
    }),
  );
  let told = 0;
  for (const { id, organizationId, expiresAt, expiryTold } of near) {
    const stage = stageDue(expiryDays, { expiresAt, expiryTold }, now);
    if (stage === null) continue;
    await withTenant({ organizationId }, async (tx) => {
      // The guard: of two who look at once one tells, and what got another end meanwhile is not told of this one.
      const { count } = await tx.credential.updateMany({
        where: { id, expiresAt, expiryTold },
        data: { expiryTold: stage },
      });
      const found = await tx.credential.findUnique({
        where: { id },
        include: named,
      });
      if (count === 0 || !found?.expiresAt) return;
      told += 1;
      const left = (found.expiresAt.getTime() - now.getTime()) / 86_400_000;
      const about = { ...aboutOf(found), until: found.expiresAt.toISOString() };
      if (stage === 0) await tellManagers(tx, found, "credentialExpired", about);
      else await tellManagers(tx, found, "credentialExpiring", { ...about, days: String(Math.ceil(left)) });
    });
  }
  return told;
}
