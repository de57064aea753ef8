import { whereDue } from "#lib/domain/emails/rules.ts";
import { noteEnding } from "#lib/domain/keys/notices.ts";
import { expiryDays } from "#lib/domain/keys/rules.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";

/**
 * Tells the people of keys that end in seven days or in one that they do, each time once; answers how many it told of. A key
 * that nobody uses any more is told of too: whoever made it may have forgotten it. One that is disabled, or whose place is at
 * rest, is told of when it may be used again.
 */
export async function noticeKeys(now = new Date(), atOnce = 500): Promise<number> {
  const ending = await withPlatform((tx) =>
    tx.key.findMany({
      where: {
        revokedAt: null,
        disabledAt: null,
        AND: [
          whereDue(expiryDays, now),
          { OR: [{ organizationId: null }, { organization: { state: "active" } }] },
          { OR: [{ projectId: null }, { project: { deletionRequestedAt: null, archivedAt: null } }] },
        ],
      },
      orderBy: { expiresAt: "asc" },
      take: atOnce,
    }),
  );
  let told = 0;
  for (const key of ending) {
    const { organizationId } = key;
    const done = organizationId
      ? await withTenant({ organizationId }, (tx) => noteEnding(tx, key, now))
      : await withPlatform((tx) => noteEnding(tx, key, now));
    if (done) told += 1;
  }
  return told;
}
