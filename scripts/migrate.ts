import { fileURLToPath } from "node:url";
import pg from "pg";
import { jobKinds } from "#lib/domain/jobs.ts";
import { applyMigrations } from "#lib/infra/db/schema-engine.ts";
import { installJobs } from "#lib/infra/jobs/index.ts";

const folder = fileURLToPath(new URL("../prisma/migrations", import.meta.url));

export type Passwords = { app?: string; worker?: string };

/** The roles the two programs sign in with. They own nothing and bypass no policy. */
async function ensureRoles(client: pg.Client, passwords: Passwords): Promise<void> {
  for (const [role, password] of [
    ["portico_app", passwords.app],
    ["portico_worker", passwords.worker],
  ] as const) {
    await client.query(
      `do $$ begin create role ${role} login nosuperuser nocreatedb nocreaterole nobypassrls noinherit;
       exception when duplicate_object or unique_violation then null; end $$`,
    );
    if (password) await client.query(`alter role ${role} password ${client.escapeLiteral(password)}`);
  }
}

/**
 * Brings the database of `ownerUrl` to this version: roles, migrations, job tables, grants. Safe to repeat and to run
 * from several places at once (an advisory lock makes one of them wait). Answers the migrations it applied.
 */
export async function migrate(ownerUrl: string, passwords: Passwords = {}): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(7041995)");
    await ensureRoles(client, passwords);
    const applied = await applyMigrations(ownerUrl, folder);
    await installJobs(ownerUrl, jobKinds);
    await client.query(`grant usage on schema pgboss to portico_app, portico_worker;
      grant select on all tables in schema pgboss to portico_app, portico_worker;
      grant insert on all tables in schema pgboss to portico_app;
      grant insert, update, delete on all tables in schema pgboss to portico_worker;
      grant usage on all sequences in schema pgboss to portico_app, portico_worker;
      grant execute on all functions in schema pgboss to portico_app, portico_worker`);
    return applied;
  } finally {
    await client.end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const url = process.env.DATABASE_URL;
  if (!url) {
    process.stderr.write("Migrations do not start: DATABASE_URL (the owner's) is missing.\n");
    process.exit(2);
  }
  const applied = await migrate(url, {
    app: process.env.PORTICO_APP_PASSWORD,
    worker: process.env.PORTICO_WORKER_PASSWORD,
  });
  process.stdout.write(applied.length ? `Applied ${applied.join(", ")}.\n` : "Nothing to apply.\n");
}
