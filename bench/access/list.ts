import { listProjects } from "#lib/domain/projects/data.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { byTurns, type Comparison } from "./sides.ts";
import type { World } from "./world.ts";

/** The hundred projects of one organization: under the policies, and by the owner with the query's own filter only. */
export async function projectList(world: World, turns: number): Promise<Comparison[]> {
  const { organization, app, free } = world;
  const key = { organizationId: organization.id };
  const list = (client: typeof app) =>
    withTenant(key, (tx) => listProjects(tx, organization.id, null), client);
  const rows = [(await list(app)).length, (await list(free)).length];
  if (rows[0] !== rows[1] || !rows[0]) throw new Error(`The two sides do not list the same: ${rows}.`);
  return [
    await byTurns(
      `list of ${rows[0]} projects: row-level security`,
      1.3,
      turns,
      () => list(app),
      () => list(free),
    ),
  ];
}
