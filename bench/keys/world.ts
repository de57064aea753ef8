import pg from "pg";
import { mintKey } from "#lib/infra/crypto/key.ts";
import type { Database } from "../support/parts.ts";

/** Keys of which the text is known, and a person's who may list all of them; and how one key's name begins, and no other's. */
export type Seeded = { organizationId: string; calling: string[]; listing: string; rare: string };

/**
 * One organization with `count` keys of its project, of which a hundred are known; every one has all four limits, so that verify does all
 * that it ever does.
 */
export async function seedKeys(database: Database, count: number): Promise<Seeded> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    await client.query("select set_config('app.scope', 'platform', false)");
    const one = async (sql: string, values: unknown[] = []) =>
      (await client.query<{ id: string }>(`${sql} returning id`, values)).rows[0]?.id ?? "";
    const organization = await one(
      "insert into organizations (id, slug, display_name, tier) values (uuidv7(), 'bench', 'Bench', 'large')",
    );
    const project = await one(
      `insert into projects (id, organization_id, slug, display_name, namespace, tier, request_id, phase)
        values (uuidv7(), $1, 'p', 'P', 'bench-p', 'large', 'r', 'Ready')`,
      [organization],
    );
    const person = await one(
      "insert into users (id, display_name, email, email_verified, groups) values (uuidv7(), 'Admin', 'a@bench.example', true, '{}')",
    );
    await client.query(
      "insert into memberships (id, organization_id, user_id, role) values (uuidv7(), $1, $2, 'admin')",
      [organization, person],
    );
    // Triggers would tell open pages of each row, of which there are none.
    await client.query("set session_replication_role = replica");
    await client.query(
      `with made as (insert into keys (id, kind, organization_id, project_id, project_role, name, scopes, expires_at,
          requests_per_minute, tokens_per_minute, tokens_per_month, cost_per_month)
        select uuidv7(), 'project', $1, $2, 'editor', 'key ' || n, '{models:call}', now() + interval '30 days', 1000000, 1000000000, 1000000000000, 1000000
          from generate_series(1, $3::int) n returning id)
      insert into key_secrets (id, organization_id, key_id, hash, prefix, last_four)
        select uuidv7(), $1, id, sha256(id::text::bytea), 'ptc_prj_' || left(md5(id::text), 8), right(md5(id::text), 4) from made`,
      [organization, project, count],
    );
    await client.query("set session_replication_role = origin");
    const known = async (kind: "ptc_prj_" | "ptc_usr_", keyId: string) => {
      const { text, hash, prefix, lastFour } = mintKey(kind);
      await client.query("update key_secrets set hash = $2, prefix = $3, last_four = $4 where key_id = $1", [
        keyId,
        Buffer.from(hash),
        prefix,
        lastFour,
      ]);
      return text;
    };
    const { rows } = await client.query<{ id: string }>(
      "select id from keys order by md5(id::text) limit 100",
    );
    const calling: string[] = [];
    for (const { id } of rows) calling.push(await known("ptc_prj_", id));
    const own = await one(
      `insert into keys (id, kind, organization_id, user_id, name, scopes, expires_at)
        values (uuidv7(), 'personal', $1, $2, 'lists', '{keys:read}', now() + interval '30 days')`,
      [organization, person],
    );
    await client.query(
      "insert into key_secrets (id, organization_id, key_id, hash, prefix, last_four) values (uuidv7(), $1, $2, '', '', '')",
      [organization, own],
    );
    const listing = await known("ptc_usr_", own);
    const rare = "nightly";
    await client.query(
      "update keys set name = $1 where id = (select id from keys where kind = 'project' order by id limit 1)",
      [`${rare} evaluation`],
    );
    await client.query("vacuum analyze");
    return { organizationId: organization, calling, listing, rare };
  } finally {
    await client.end();
  }
}
