import { credentialKinds, kindOf } from "#lib/domain/credentials/kinds/index.ts";
import { askForTest } from "#lib/domain/credentials/life.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";

/** Most tests that are asked for in one go. */
const MOST = 200;

const testable = credentialKinds.filter((kind) => kindOf(kind).test);

/**
 * Asks for the nightly test of credentials: each has its own moment between midnight and six, UTC, so that providers are not asked
 * for all at once, and is tested once after it. Those that are switched off, whose project is at rest, that their
 * store has not delivered yet, or that nobody can test are left alone. Answers how many were asked for.
 */
export async function testCredentials(now = new Date()): Promise<number> {
  const due = await withPlatform(
    (tx) => tx.$queryRaw<{ id: string; organizationId: string }[]>`
      with slots as (
        select c.id, c.organization_id, c.tested_at, c.updated_at,
          date_trunc('day', ${now}::timestamptz at time zone 'utc') at time zone 'utc'
            + (('x' || substr(md5(c.id::text), 1, 8))::bit(32)::bigint % 21600) * interval '1 second' as slot
        from credentials c join organizations o on o.id = c.organization_id and o.state = 'active'
          left join projects p on p.organization_id = c.organization_id and p.id = c.project_id
        where c.kind = any(${testable}) and c.disabled_at is null and c.outside_at is null
          and (c.source = 'value' or c.sync ->> 'refreshedAt' is not null)
          and (c.project_id is null or (p.deletion_requested_at is null and p.deleted_at is null and p.archived_at is null))
          and (c.test_id is null or c.test_asked_at < ${now}::timestamptz - interval '10 minutes'))
      select id, organization_id as "organizationId" from slots
      where slot <= ${now}::timestamptz and coalesce(tested_at, '-infinity') < slot and updated_at < slot
      order by slot limit ${MOST}`,
  );
  for (const { id, organizationId } of due)
    await withTenant({ organizationId }, (tx) => askForTest(tx, id, null, now));
  return due.length;
}
