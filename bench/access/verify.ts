import pg from "pg";
import { type Link, macOf } from "#lib/domain/audit/chain.ts";
import { verifyChain } from "#lib/domain/audit/verify.ts";
import { createClient } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import type { Database } from "../support/parts.ts";

const key = { id: "bench", secret: "k".repeat(32) };

/** How long it takes, in milliseconds, to compute a sealed chain of `rows` rows anew. Throws when it does not verify. */
export async function verifyMany(database: Database, rows: number): Promise<{ ms: number }> {
  const chain = newId();
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query("select set_config('app.scope', 'platform', false)");
  await owner.query(
    "insert into organizations (id, slug, display_name, tier) values ($1, 'bench-chain', 'Bench', 'standard')",
    [chain],
  );
  // The trigger's own steps, without a change of the head for each of so many rows in one transaction.
  await owner.query("alter table audit_events disable trigger chain");
  await owner.query(`do $$ declare e audit_events; h bytea := sha256(convert_to('${chain}', 'UTF8')); begin
    for i in 1..${rows} loop
      e.id := gen_random_uuid(); e.seq := i; e.at := date_trunc('milliseconds', clock_timestamp()); e.organization_id := '${chain}';
      e.actor_kind := 'person'; e.actor_name := 'Ada Lovelace'; e.via := 'screen'; e.address := '192.0.2.7'; e.action := 'projects.update';
      e.outcome := 'allowed'; e.target_kind := 'project'; e.target_name := 'retrieval-eval'; e.request_id := 'r-0123456789abcdef';
      e.detail := '{"before": {"displayName": "Retrieval"}, "after": {"displayName": "Retrieval evaluation"}}';
      h := sha256(h || convert_to(portico_audit_payload(e), 'UTF8')); e.hash := h;
      insert into audit_events select e.*;
    end loop;
    insert into audit_chains (chain_id, seq, hash) values ('${chain}', ${rows}, h);
  end $$`);
  await owner.query("alter table audit_events enable trigger chain");
  await owner.query("analyze audit_events");
  const { rows: heads } = await owner.query<{ hash: Buffer }>(
    "select hash from audit_chains where chain_id = $1",
    [chain],
  );
  await owner.end();
  const head: Link = { seq: BigInt(rows), hash: heads[0]?.hash ?? Buffer.alloc(0) };
  const worker = createClient(database.workerUrl, 2);
  const open = <T>(work: Parameters<typeof withPlatform<T>>[0]) => withPlatform(work, worker);
  const none = Buffer.alloc(0);
  await open(
    (
      tx,
    ) => tx.$executeRaw`select portico_seal(${chain}::uuid, ${head.seq}::bigint, ${head.hash}::bytea, ${none}::bytea,
      ${macOf(key, chain, head, none)}::bytea, ${key.id})`,
  );
  const started = performance.now();
  const report = await verifyChain(open, chain, [key]);
  const ms = performance.now() - started;
  await worker.$disconnect();
  if (report.rows !== rows || report.unsealed > 0 || report.faults.length > 0)
    throw new Error(`The bench's own chain does not verify: ${JSON.stringify(report)}`);
  return { ms };
}
