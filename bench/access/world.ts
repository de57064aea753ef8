import pg from "pg";
import type { PrismaClient } from "#generated/client.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { createClient, prisma } from "#lib/infra/db/client.ts";
import { join, makeOrganization, makeProject, makeViewer, type TestOrganization } from "#test/world.ts";
import type { Database } from "../support/parts.ts";

const PROJECTS = 100;

/** Many organizations of a hundred projects each, and one among them that somebody owns and looks at. */
export type World = {
  viewer: Viewer;
  organization: TestOrganization;
  project: { id: string; slug: string };
  organizations: number;
  /** Of the web's role, under the policies. */
  app: PrismaClient;
  /** Of the owner, whom no policy concerns. */
  free: PrismaClient;
};

export async function fillWorld(database: Database, projects: number): Promise<World> {
  const organizations = Math.ceil(projects / PROJECTS);
  const app = prisma();
  const organization = await makeOrganization(app);
  const viewer = await makeViewer(app);
  await join(app, viewer, organization, "owner");
  const project = await makeProject(app, organization);
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query("select set_config('app.scope', 'platform', false)");
  await owner.query("set session_replication_role = replica"); // no notices to pages that are not there
  await owner.query(
    `insert into organizations (id, slug, display_name, tier)
     select gen_random_uuid(), 'bench-' || n, 'Bench ' || n, 'standard' from generate_series(2, $1::int) n`,
    [organizations],
  );
  await owner.query(
    `insert into projects (id, organization_id, slug, display_name, namespace, tier, request_id, phase)
     select gen_random_uuid(), o.id, 'p-' || n, 'Project ' || n, o.slug || '-p-' || n, 'standard', 'r-bench', 'Ready'
     from organizations o, generate_series(2, $1::int) n`,
    [PROJECTS],
  );
  await owner.query("analyze");
  await owner.end();
  return { viewer, organization, project, organizations, app, free: createClient(database.ownerUrl, 2) };
}
