import type pg from "pg";
import { ms } from "../support/numbers.ts";

type Row = { taken: Date; begun: Date; objects: Date; ready: Date; observed: Date };
const stages = {
  taken: "job taken",
  begun: "controller begins",
  objects: "last object applied",
  ready: "Ready decided",
  observed: "Ready committed",
} as const satisfies Partial<Record<keyof Row, string>>;

/**
 * Where the time of a round went: for each stage how long after the commit the first and the last of its projects came to it.
 * `ownerConnection` may read everything; `start` is the commit in milliseconds since 1970.
 */
export async function timeline(ownerConnection: pg.Client, ids: string[], start: number): Promise<string> {
  const { rows } = await ownerConnection.query<Row>(
    `select j.started_on as taken, s.begun, s.objects, p.ready_at as ready, p.observed_at as observed
     from projects p
     join lateral (select min(started_on) as started_on from pgboss.job
       where name = 'projects.apply' and data->>'projectId' = p.id::text) j on true
     join lateral (select min(started_at) as begun, max(applied_at) as objects from provisioning_steps
       where project_id = p.id) s on true
     where p.id = any($1)`,
    [ids],
  );
  return Object.entries(stages)
    .map(([stage, words]) => {
      const after = rows.map((row) => row[stage as keyof typeof stages].getTime() - start);
      return `${words} ${ms(Math.min(...after))}–${ms(Math.max(...after))}`;
    })
    .join(", ");
}
