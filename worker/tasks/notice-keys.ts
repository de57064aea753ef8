import { noteEnding } from "#lib/domain/keys/notices.ts";
import { daysFrom, soonDays } from "#lib/domain/keys/rules.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";

const AT_ONCE = 500;

/**
 * Tells the people of keys that end in seven days or in one that they do, each time once; answers how many it told of. A key
 * that nobody uses any more is told of too: whoever made it may have forgotten it.
 */
export async function noticeKeys(now = new Date()): Promise<number> {
  const soon = { gt: now, lte: daysFrom(now, soonDays) };
  const ending = await withPlatform((tx) =>
    tx.key.findMany({
      where: {
        expiresAt: soon,
        revokedAt: null,
        OR: [{ expiryTold: null }, { expiryTold: { gt: 1 }, expiresAt: { lte: daysFrom(now, 1) } }],
      },
      orderBy: { expiresAt: "asc" },
      take: AT_ONCE,
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
