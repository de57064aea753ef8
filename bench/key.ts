import { parseArgs } from "node:util";
import pg from "pg";
import { callerOfKey } from "#lib/domain/access/bearer-key.ts";
import type { Caller } from "#lib/domain/access/caller.ts";
import { resolveTenant } from "#lib/domain/access/scope.ts";
import { listProjects } from "#lib/domain/projects/data.ts";
import { mintKey } from "#lib/infra/crypto/key.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { take } from "#lib/infra/http/limits.ts";
import { median, p95 } from "./support/numbers.ts";
import { startDatabase, temporaryFolder } from "./support/parts.ts";
import { machine, progress, say, table } from "./support/table.ts";

/**
 * What a key costs: the same read of an organization's projects for somebody who is known, for the bearer of a key, and
 * with the limits counted too. See bench/README.md.
 *
 *   node bench/key.ts [--keys 20000] [--calls 2000] [--at-once 1,10]
 */
const { values } = parseArgs({
  options: {
    keys: { type: "string", default: "20000" },
    calls: { type: "string", default: "2000" },
    "at-once": { type: "string", default: "1,10" },
  },
});
const calls = Number(values.calls);
const goalMs = 1;

const folder = await temporaryFolder();
const database = await startDatabase(folder.dir);
process.env.PORTICO_DATABASE_URL = database.appUrl;
process.env.PORTICO_DATABASE_POOL = "20";
Object.assign(process.env, {
  PORTICO_URL: "http://localhost:3000",
  PORTICO_AUTH_SECRET: "x".repeat(32),
  PORTICO_PROVIDERS: JSON.stringify([{ type: "github", clientId: "a", clientSecret: "b" }]),
});

/** People, one organization with twenty projects, and keys of which one is used. */
async function seed(): Promise<{ text: string; slug: string }> {
  const { text, prefix, lastFour, hash } = mintKey("ptc_usr_");
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    await client.query("select set_config('app.scope', 'platform', false)");
    await client.query(`
      insert into users (id, display_name, email, email_verified, groups)
        select gen_random_uuid(), 'person ' || n, 'p' || n || '@bench.example', true, '{}' from generate_series(1, 1000) n`);
    await client.query(
      "insert into organizations (id, slug, display_name, tier) values (gen_random_uuid(), 'bench', 'Bench', 'large')",
    );
    await client.query(`
      insert into memberships (id, organization_id, user_id, role)
        select gen_random_uuid(), o.id, u.id, 'admin' from organizations o, users u`);
    await client.query(`
      insert into projects (id, organization_id, slug, display_name, namespace, tier, request_id, phase)
        select gen_random_uuid(), o.id, 'p' || n, 'Project ' || n, 'bench-p' || n, 'small', 'r', 'Ready'
        from organizations o, generate_series(1, 20) n`);
    const columns = "id, kind, organization_id, user_id, name, scopes, expires_at";
    const secrets = "id, organization_id, key_id, hash, prefix, last_four";
    await client.query(
      `insert into keys (${columns})
        select gen_random_uuid(), 'personal', o.id, u.id, 't', '{organization:read}', now() + interval '30 days'
        from organizations o, generate_series(1, $1::int) n, lateral (select id from users offset (n % 1000) limit 1) u`,
      [Number(values.keys)],
    );
    await client.query(
      `insert into key_secrets (${secrets}) select id, organization_id, id, sha256(id::text::bytea), 'p', 'l' from keys`,
    );
    await client.query(
      `with made as (insert into keys (${columns})
        select gen_random_uuid(), 'personal', o.id, u.id, 'used', '{organization:read}', now() + interval '30 days'
        from organizations o, users u where u.email = 'p7@bench.example' returning id, organization_id)
      insert into key_secrets (${secrets}) select id, organization_id, id, $3, $1, $2 from made`,
      [prefix, lastFour, Buffer.from(hash)],
    );
    await client.query("analyze");
  } finally {
    await client.end();
  }
  return { text, slug: "bench" };
}

try {
  progress(`${values.keys} keys`);
  const { text, slug } = await seed();
  const found = await callerOfKey(text, null);
  if (!found.ok) throw new Error(found.reason);
  const known = found.value;
  const read = async (caller: Caller) => {
    const scope = await resolveTenant(caller, slug);
    if (!scope) throw new Error("not found");
    await withTenant(scope, (tx) => listProjects(tx, scope.organizationId, null));
  };
  const check = async () => {
    const called = await callerOfKey(text, "192.0.2.1");
    if (!called.ok) throw new Error(called.reason);
    return called.value;
  };
  const bucket = (key: string) => ({ key, amount: 1_000_000, seconds: 60 });
  const buckets = ["ip:bench", "key:bench", "usr:bench", "org:bench"].map(bucket);
  const sides = {
    known: () => read(known),
    key: async () => read(await check()),
    limited: async () => {
      const caller = await check();
      await take(buckets);
      return read(caller);
    },
  };
  type Side = keyof typeof sides;
  const names = Object.keys(sides) as Side[];
  const rows = [["at once", "side", "p50", "p95", "more than known, p50", "p95", "goal"]];
  for (const atOnce of values["at-once"].split(",").map(Number)) {
    const took: Record<Side, number[]> = { known: [], key: [], limited: [] };
    for (let round = -20; round < calls / atOnce; round += 1)
      for (const [turn] of names.entries()) {
        const side = names[(turn + round + 20) % names.length] as Side;
        await Promise.all(
          Array.from({ length: atOnce }, async () => {
            const started = performance.now();
            await sides[side]();
            if (round >= 0) took[side].push(performance.now() - started);
          }),
        );
      }
    for (const side of names) {
      const [middle, high] = [median(took[side]), p95(took[side])];
      const more = [middle - median(took.known), high - p95(took.known)];
      rows.push([
        String(atOnce),
        side,
        ...[middle, high, ...more].map((value) => `${value.toFixed(2)} ms`),
        side === "key" && atOnce === 1 ? `≤ ${goalMs} ms at p95` : "",
      ]);
    }
  }
  say(machine());
  say(table(rows));
} finally {
  await prisma().$disconnect();
  await database.stop();
  await folder.remove();
}
