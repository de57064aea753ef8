import { writeFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { keyListFilter, listShown } from "#lib/domain/keys/list.ts";
import { createClient } from "#lib/infra/db/client.ts";
import { type TenantTx, withTenant } from "#lib/infra/db/transaction.ts";
import { freePort } from "#scripts/demo/postgres.ts";
import { seedKeys } from "./keys/world.ts";
import { buildWithEmptyPage } from "./page/build.ts";
import { median, p95, ratio } from "./support/numbers.ts";
import { type Folder, startDatabase, temporaryFolder } from "./support/parts.ts";
import { noCluster, startProgram } from "./support/program.ts";
import { machine, progress, say, table } from "./support/table.ts";

/**
 * What asking about a key costs: verify beside a route of the same build that does nothing, and verify, the list of keys and a key
 * found by name among few keys and among many, by turns in one run. See bench/README.md.
 *
 *   node bench/keys.ts [--few 1000] [--many 1000000] [--calls 2000] [--at-once 1,20] [--reuse-build]
 */
const { values } = parseArgs({
  options: {
    few: { type: "string", default: "1000" },
    many: { type: "string", default: "1000000" },
    calls: { type: "string", default: "2000" },
    "at-once": { type: "string", default: "1,20" },
    "reuse-build": { type: "boolean", default: false },
  },
});
const GOAL = 2;
const gateway = Buffer.alloc(32, 7).toString("base64url");
const proof = { "x-portico-audience": "models", "x-portico-gateway": gateway };

type Ask = { path: string; body?: string; headers: Record<string, string> };
type Web = { url: string; verify: () => Ask; list: () => Ask; find: () => Promise<number> };

/** A web program over a database of its own with so many keys. */
async function startWeb(
  folder: Folder,
  server: string,
  count: number,
  undo: (() => unknown)[],
): Promise<Web> {
  const dir = join(folder.dir, String(count));
  const database = await startDatabase(dir);
  undo.push(() => database.stop());
  progress(`${count} keys …`);
  const { organizationId, calling, listing, rare } = await seedKeys(database, count);
  const client = createClient(database.appUrl, 20);
  undo.push(() => client.$disconnect());
  const filter = keyListFilter.parse({ q: rare });
  const url = `http://127.0.0.1:${await freePort()}`;
  const kubeconfig = join(folder.dir, "no-cluster.kubeconfig");
  await writeFile(kubeconfig, noCluster);
  const provider = { type: "oidc", issuer: "http://127.0.0.1:1", clientId: "bench", clientSecret: "bench" };
  const most = 1_000_000;
  const environment = {
    PORT: new URL(url).port,
    HOSTNAME: "127.0.0.1",
    PORTICO_URL: url,
    PORTICO_AUTH_SECRET: "x".repeat(32),
    PORTICO_PROVIDERS: JSON.stringify([provider]),
    PORTICO_DATABASE_URL: database.appUrl,
    PORTICO_DATABASE_POOL: "20",
    PORTICO_KUBECONFIG: kubeconfig,
    PORTICO_LOG_LEVEL: "warn",
    PORTICO_PASSPORT_KEYS: JSON.stringify([
      { kid: "bench", aud: "models", secret: gateway, gateway, models: true },
    ]),
    PORTICO_LIMITS: JSON.stringify({ address: most, key: most, person: most, organization: most }),
  };
  const web = await startProgram("web", [server], environment, { dir, readyUrl: `${url}/api/health/ready` });
  undo.push(() => web.stop());
  let turn = 0;
  const call = {
    model: "gpt-5-mini",
    route: "/v1/chat/completions",
    address: "192.0.2.7",
    tokens: 1,
    cost: 0.0001,
  };
  return {
    url,
    verify: () => {
      turn += 1;
      const body = JSON.stringify({ key: calling[turn % calling.length], ...call });
      return { path: "/api/v1/keys/verify", body, headers: proof };
    },
    list: () => ({ path: "/api/v1/keys?limit=50", headers: { authorization: `Bearer ${listing}` } }),
    find: async () => {
      const start = performance.now();
      const read = (tx: TenantTx) => listShown(tx, organizationId, {}, filter);
      const { rows } = await withTenant({ organizationId }, read, client);
      if (rows.length !== 1) throw new Error(`${rows.length} keys begin with ${rare}.`);
      return performance.now() - start;
    },
  };
}

/** Asks once, over a connection that stays open: milliseconds to the answer's last byte. Throws for anything but 200. */
function ask(agent: Agent, url: string, { path, body, headers }: Ask): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const type = body === undefined ? {} : { "content-type": "application/json" };
    const method = body === undefined ? "GET" : "POST";
    const asked = request(url + path, { agent, method, headers: { ...headers, ...type } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () =>
        answer.statusCode === 200
          ? resolve(performance.now() - start)
          : reject(new Error(`${path} answered ${answer.statusCode}: ${Buffer.concat(chunks)}`)),
      );
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

async function run(folder: Folder, undo: (() => unknown)[]): Promise<void> {
  progress("Building …");
  const server = buildWithEmptyPage(values["reuse-build"]);
  const few = await startWeb(folder, server, Number(values.few), undo);
  const many = await startWeb(folder, server, Number(values.many), undo);
  const agent = new Agent({ keepAlive: true });
  undo.push(() => agent.destroy());
  const sides = {
    bare: () => ask(agent, few.url, { ...few.verify(), path: "/api/bench-bare" }),
    few: () => ask(agent, few.url, few.verify()),
    many: () => ask(agent, many.url, many.verify()),
    listFew: () => ask(agent, few.url, few.list()),
    listMany: () => ask(agent, many.url, many.list()),
    findFew: few.find,
    findMany: many.find,
  };
  type Side = keyof typeof sides;
  const names = Object.keys(sides) as Side[];
  const words: Record<Side, string> = {
    bare: "bare route",
    few: `verify, ${values.few} keys`,
    many: `verify, ${values.many} keys`,
    listFew: `list of 50, ${values.few} keys`,
    listMany: `list of 50, ${values.many} keys`,
    findFew: `found by name, ${values.few} keys`,
    findMany: `found by name, ${values.many} keys`,
  };
  /** What each is held against, and the most that it may be of that. */
  const against: Partial<Record<Side, [Side, number]>> = {
    few: ["bare", GOAL],
    many: ["bare", GOAL],
    listMany: ["listFew", 1.25],
    findMany: ["findFew", 1.25],
  };
  const where = machine();
  const rows = [["at once", "asked", "p50", "p95", "ratio p50", "ratio p95", "goal"]];
  for (const atOnce of values["at-once"].split(",").map(Number)) {
    const took = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Side, number[]>;
    const rounds = Math.ceil(Number(values.calls) / atOnce);
    const warm = Math.ceil(300 / atOnce);
    for (let round = -warm; round < rounds; round += 1)
      for (let turn = 0; turn < names.length; turn += 1) {
        const name = names[(turn + round + warm) % names.length] as Side;
        const times = await Promise.all(Array.from({ length: atOnce }, () => sides[name]()));
        if (round >= 0) took[name].push(...times);
      }
    for (const name of names) {
      const [other, most] = against[name] ?? [null, 0];
      const share = other && [median(took[name]) / median(took[other]), p95(took[name]) / p95(took[other])];
      rows.push([
        String(atOnce),
        words[name],
        `${median(took[name]).toFixed(2)} ms`,
        `${p95(took[name]).toFixed(2)} ms`,
        share ? ratio(share[0] ?? 0) : "",
        share ? ratio(share[1] ?? 0) : "",
        share ? `≤ ${most} × at p95 (${(share[1] ?? 0) <= most ? "met" : "missed"})` : "",
      ]);
    }
    const grown = p95(took.many) / p95(took.few);
    rows.push([
      String(atOnce),
      "verify, many to few",
      "",
      "",
      ratio(median(took.many) / median(took.few)),
      ratio(grown),
      `≤ 1.25 × at p95 (${grown <= 1.25 ? "met" : "missed"})`,
    ]);
  }
  say(`\n${where}\n`);
  say(table(rows));
}

const folder = await temporaryFolder();
const undo: (() => unknown)[] = [];
try {
  await run(folder, undo);
} finally {
  for (const step of undo.reverse()) await step();
  await folder.remove();
}
