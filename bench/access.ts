import { parseArgs } from "node:util";
import { prisma } from "#lib/infra/db/client.ts";
import { authorizedRead } from "./access/authorize.ts";
import { projectList } from "./access/list.ts";
import type { Comparison } from "./access/sides.ts";
import { verifyMany } from "./access/verify.ts";
import { fillWorld } from "./access/world.ts";
import { auditedWrite } from "./access/write.ts";
import { ms, ratio } from "./support/numbers.ts";
import { startDatabase, temporaryFolder } from "./support/parts.ts";
import { machine, progress, say, table } from "./support/table.ts";

/**
 * What authorization, row-level security and the audit log cost, each beside the same work without it. See bench/README.md.
 *
 *   node bench/access.ts [--projects 100000] [--turns 400] [--rows 1000000]
 */
const { values } = parseArgs({
  options: {
    projects: { type: "string", default: "100000" },
    turns: { type: "string", default: "400" },
    rows: { type: "string", default: "1000000" },
  },
});
const turns = Number(values.turns);

const folder = await temporaryFolder();
const database = await startDatabase(folder.dir);
try {
  say(machine());
  process.env.PORTICO_DATABASE_URL = database.appUrl;
  const world = await fillWorld(database, Number(values.projects));
  progress(`${values.projects} projects in ${world.organizations} organizations`);
  const compared: Comparison[] = [];
  for (const measure of [authorizedRead, projectList, auditedWrite])
    compared.push(...(await measure(world, turns)));
  say(
    table([
      ["work", "with: median / p95", "without: median / p95", "ratio of medians", "goal"],
      ...compared.map(({ name, goal, one, other }) => {
        const share = one.median / other.median;
        return [
          name,
          `${ms2(one.median)} / ${ms2(one.p95)}`,
          `${ms2(other.median)} / ${ms2(other.p95)}`,
          ratio(share),
          goal === null ? "–" : `≤ ${goal} × (${share <= goal ? "met" : "missed"})`,
        ];
      }),
    ]),
  );
  const rows = Number(values.rows);
  const verified = await verifyMany(database, rows);
  say(
    `\nverify of ${rows} rows: ${ms(verified.ms)}, ${Math.round((rows / verified.ms) * 1000)} rows a second`,
  );
} finally {
  await prisma().$disconnect();
  await database.stop();
  await folder.remove();
}

/** Milliseconds with two decimals: what is measured here is short. */
function ms2(value: number): string {
  return `${value.toFixed(2)} ms`;
}
