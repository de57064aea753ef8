import { changed } from "#lib/domain/audit/rules.ts";
import { unfollowStrangers } from "#lib/domain/groups/mutations.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { isTaken } from "#lib/infra/db/errors.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { FAILURES, newChallenge } from "./rules.ts";
import type { UpdateDomainInput } from "./schema.ts";

type Place = { organizationId: string; userId: string | null };
type Named = { domain: string };
/** What a change did, for its audit row too. */
type Updated = Named & { detail: ReturnType<typeof changed> };
/** With how many roles by group it ended, of people whom nothing else let in. */
type Ended = Named & { rolesEnded: number };

/** More domains no organization has: each is asked about daily, and a list of them is read whole. */
const MOST_DOMAINS = 50;

/** Notes a domain that the organization says is its own. It counts for nothing until it is proved. */
export async function addDomain(
  tx: TenantTx,
  { organizationId, userId }: Place,
  domain: string,
): Promise<Outcome<{ id: string }>> {
  if ((await tx.domain.count({ where: { organizationId } })) >= MOST_DOMAINS)
    return refused("domains_most", { values: { most: MOST_DOMAINS } });
  const id = newId();
  try {
    await tx.domain.create({
      data: { id, organizationId, domain, challenge: newChallenge(), createdBy: userId },
    });
  } catch (error) {
    if (isTaken(error)) return refused("domain_listed", { field: "domain", values: { domain } });
    throw error;
  }
  return done({ id });
}

/** Counts a domain whose record was seen. Of several organizations that prove one domain, the first has it. */
export async function verifyDomain(tx: TenantTx, id: string, now = new Date()): Promise<Outcome<Named>> {
  const found = await tx.domain.findUnique({ where: { id } });
  if (!found) return refused("not_found");
  try {
    await tx.domain.update({
      where: { id },
      data: { verifiedAt: found.verifiedAt ?? now, checkedAt: now, failures: 0 },
    });
  } catch (error) {
    if (isTaken(error)) return refused("domain_others", { values: { domain: found.domain } });
    throw error;
  }
  return done({ domain: found.domain });
}

/** Says how people with an address in it come in, and as what. */
export async function updateDomain(
  tx: TenantTx,
  { domainId, ...data }: UpdateDomainInput,
): Promise<Outcome<Updated>> {
  const [before] = await tx.domain.findMany({ where: { id: domainId } });
  const [after] = await tx.domain.updateManyAndReturn({ where: { id: domainId }, data });
  if (!before || !after) return refused("not_found");
  return done({ domain: after.domain, detail: changed(before, after, ["joining", "role"]) });
}

/** Lets a domain go. Who joined by it stays; what a group brought to people of it ends with it. */
export async function removeDomain(tx: TenantTx, id: string): Promise<Outcome<Ended>> {
  const found = await tx.domain.findUnique({ where: { id } });
  if (!found) return refused("not_found");
  await tx.domain.deleteMany({ where: { id } });
  return done({ domain: found.domain, rolesEnded: await unfollowStrangers(tx, found.organizationId) });
}

/**
 * Notes what a daily check saw of a verified domain. One that fails too often in a row counts for nothing until it is proved
 * again: whoever bought it meanwhile must not let people in, and what groups brought to people of it ends. Answers the number of
 * those roles when it was this check that ended it, else null.
 */
export async function noteCheck(
  tx: TenantTx,
  id: string,
  seen: boolean,
  now = new Date(),
): Promise<{ rolesEnded: number } | null> {
  const noted = await tx.domain.updateManyAndReturn({
    where: { id, verifiedAt: { not: null } },
    data: { checkedAt: now, failures: seen ? 0 : { increment: 1 } },
  });
  if (seen || !noted[0] || noted[0].failures < FAILURES) return null;
  const ended = await tx.domain.updateMany({
    where: { id, verifiedAt: { not: null } },
    data: { verifiedAt: null },
  });
  return ended.count === 1 ? { rolesEnded: await unfollowStrangers(tx, noted[0].organizationId) } : null;
}
