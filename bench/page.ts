import { writeFile } from "node:fs/promises";
import { Agent } from "node:http";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sessionCookie } from "#lib/infra/auth/index.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { freePort } from "#scripts/demo/postgres.ts";
import { buildWithEmptyPage } from "./page/build.ts";
import { get, visit } from "./page/load.ts";
import { makeWorld, type Visitor } from "./page/world.ts";
import { cpuOfRun } from "./support/cpu.ts";
import { median, ms, p95, ratio } from "./support/numbers.ts";
import { startDatabase, temporaryFolder } from "./support/parts.ts";
import { noCluster, startProgram } from "./support/program.ts";
import { machine, progress, say, table } from "./support/table.ts";

/**
 * The overview of a project under many signed-in people, beside an empty signed-in page of the same production build in the
 * same run. See bench/README.md.
 *
 *   node bench/page.ts [--users 1,20,100] [--rounds N] [--reuse-build]
 */
const { values } = parseArgs({
  options: {
    users: { type: "string", default: "1,20,100" },
    rounds: { type: "string", default: "4" },
    "reuse-build": { type: "boolean", default: false },
  },
});
const sizes = values.users.split(",").map(Number);
const GOAL = 2;
/** Pages in one turn, shared among the people; enough for a p95. */
const PAGES = 100;

const pages = {
  overview: ({ organization, project }: Visitor) => `/orgs/${organization}/projects/${project}`,
  framed: ({ organization, project }: Visitor) => `/orgs/${organization}/projects/${project}/bench-empty`,
  bare: () => "/bench-empty",
};
type Page = keyof typeof pages;
const names = Object.keys(pages) as Page[];

function webEnvironment(url: string, databaseUrl: string, kubeconfig: string): Record<string, string> {
  const nobody = { type: "oidc", issuer: "http://127.0.0.1:1", clientId: "bench", clientSecret: "bench" };
  return {
    PORT: new URL(url).port,
    HOSTNAME: "127.0.0.1",
    PORTICO_URL: url,
    PORTICO_AUTH_SECRET: "x".repeat(32),
    PORTICO_PROVIDERS: JSON.stringify([nobody]),
    PORTICO_DATABASE_URL: databaseUrl,
    PORTICO_KUBECONFIG: kubeconfig,
    PORTICO_LOG_LEVEL: "warn",
  };
}

/** What each page is, looked at once: an error page in 200 ms would be a fine number too. */
async function lookAt(url: string, cookie: string, visitor: Visitor): Promise<void> {
  const agent = new Agent();
  for (const page of names) {
    const { status, text } = await get(agent, url + pages[page](visitor), cookie, false);
    const expected = page === "overview" ? "portico-viewer" : "Empty</h1>";
    if (status !== 200 || !text.includes(expected))
      throw new Error(`The ${page} page is not what it should be (${status}):\n${text.slice(0, 2000)}`);
    const { bytes } = await get(agent, url + pages[page](visitor), cookie);
    progress(`${page}: ${text.length} bytes, ${bytes} compressed`);
  }
  agent.destroy();
}

/** All pages by turns; the first number of people begins with a round that is thrown away. */
async function measure(users: number, url: string, cookieOf: (v: Visitor) => string, visitors: Visitor[]) {
  const none = () => ({ took: [] as number[], cpu: [] as number[] });
  const times = { overview: none(), framed: none(), bare: none() };
  const each = Math.ceil(PAGES / users);
  for (let round = users === sizes[0] ? 0 : 1; round <= Number(values.rounds); round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const page = names[(turn + round) % names.length]!;
      const before = cpuOfRun();
      const begun = performance.now();
      const took = await visit(
        visitors
          .slice(0, users)
          .map((visitor) => ({ url: url + pages[page](visitor), cookie: cookieOf(visitor) })),
        each,
      );
      const rate = took.length / ((performance.now() - begun) / 1000);
      progress(`${users} × ${page}, round ${round}: p95 ${ms(p95(took))}, ${rate.toFixed(0)} pages/s`);
      if (round === 0) continue;
      times[page].took.push(...took);
      if (before !== undefined) times[page].cpu.push((cpuOfRun()! - before) / took.length);
    }
  }
  return times;
}

async function run(dir: string, undo: (() => unknown)[]): Promise<void> {
  progress("Building …");
  const server = buildWithEmptyPage(values["reuse-build"]);
  const database = await startDatabase(dir);
  undo.push(() => database.stop());
  const url = `http://127.0.0.1:${await freePort()}`;
  const kubeconfig = join(dir, "no-cluster.kubeconfig");
  await writeFile(kubeconfig, noCluster);
  const environment = webEnvironment(url, database.appUrl, kubeconfig);
  Object.assign(process.env, environment);
  undo.push(() => prisma().$disconnect());
  const visitors = await makeWorld(prisma(), Math.max(...sizes));
  const web = await startProgram("web", [server], environment, { dir, readyUrl: `${url}/api/health/ready` });
  undo.push(() => web.stop());
  const cookieOf = ({ token }: Visitor) => `${sessionCookie(url)}=${token}`;
  await lookAt(url, cookieOf(visitors[0]!), visitors[0]!);

  const where = machine();
  const rows = [
    [
      "users",
      "overview: median / p95",
      "empty page in the frame",
      "empty page, no frame",
      "ratio at p95",
      "goal",
      "to no frame",
      "CPU a page: overview / frame / none",
    ],
  ];
  for (const users of sizes) {
    const times = await measure(users, url, cookieOf, visitors);
    const cell = (page: Page) => `${ms(median(times[page].took))} / ${ms(p95(times[page].took))}`;
    const against = p95(times.overview.took) / p95(times.framed.took);
    const processor = (page: Page) => (times[page].cpu.length ? ms(median(times[page].cpu)) : "–");
    rows.push([
      String(users),
      cell("overview"),
      cell("framed"),
      cell("bare"),
      ratio(against),
      `≤ ${GOAL} × (${against <= GOAL ? "met" : "missed"})`,
      ratio(p95(times.overview.took) / p95(times.bare.took)),
      names.map(processor).join(" / "),
    ]);
  }
  say(`\n${where}\n`);
  say(table(rows));
}

const folder = await temporaryFolder();
const undo: (() => unknown)[] = [];
try {
  await run(folder.dir, undo);
} finally {
  for (const step of undo.reverse()) await step();
  await folder.remove();
}
