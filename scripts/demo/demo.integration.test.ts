import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { projectResource } from "#lib/domain/clusters/contract/project.ts";
import { newId } from "#lib/infra/db/id.ts";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { fromFile } from "#lib/infra/kube/config.ts";
import { namespaces } from "#lib/infra/kube/objects.ts";
import { freePort, type RunningPostgres, startPostgres } from "./postgres.ts";
import type { DemoState } from "./state.ts";

// One demo, started twice: the second time beside a Postgres of the test's own that goes on with the first one's data,
// so that it can be restarted under the running programs. The tests' shared cluster and Postgres run beside it all the time.
const main = fileURLToPath(new URL("main.ts", import.meta.url));
let dir: string;
let shellConfig: string;
let port: number;
let postgres: RunningPostgres | undefined;

beforeAll(async () => {
  // Beside other tests a build takes minutes, which the demo's own patience is not for.
  const build = fileURLToPath(new URL("../build.ts", import.meta.url));
  await promisify(execFile)(process.execPath, [build, "--if-changed"]);
  dir = await mkdtemp(join(tmpdir(), "portico-demo-"));
  // PostgreSQL runs as a user of its own, who must be able to reach its data.
  await chmod(dir, 0o755);
  shellConfig = join(dir, "somebody's-kubeconfig");
  await writeFile(shellConfig, "current-context: production\n");
  port = await freePort();
});
afterAll(async () => {
  await run("stop");
  await postgres?.stop();
  await rm(dir, { recursive: true, force: true });
});

/** The demo's command line as somebody types it in a shell that points at another cluster. */
async function run(...args: string[]): Promise<string> {
  const { PORTICO_KUBECONFIG: _, ...rest } = process.env;
  const env = {
    ...rest,
    NODE_ENV: undefined,
    PORTICO_DEMO_DIR: join(dir, "demo"),
    KUBECONFIG: shellConfig,
    DATABASE_URL: postgres?.databaseUrl,
    // Journeys have both.
    PORTICO_DEMO_WITHOUT: "models,fetching",
  } as unknown as NodeJS.ProcessEnv;
  return (await promisify(execFile)(process.execPath, [main, ...args], { env })).stdout;
}
const state = async () =>
  JSON.parse(await readFile(join(dir, "demo", "state.json"), "utf8")) as DemoState & Record<string, unknown>;
async function query<T extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
}
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
/** What the kubectl of the shell would talk to, byte for byte. */
const shell = async () => [
  await readFile(shellConfig, "utf8"),
  await readFile(join(homedir(), ".kube", "config"), "utf8").catch(() => "none"),
];
const readyProjects = (url: string) =>
  query<{ namespace: string; namespace_uid: string; ready: boolean }>(
    url,
    "select namespace, namespace_uid, phase = 'Ready' as ready from projects order by namespace",
  );
async function namespaceUids({ kubeconfig }: DemoState, names: string[]) {
  const client = new KubeClient(fromFile(kubeconfig));
  try {
    const found = await Promise.all(names.map((name) => client.get(namespaces, { name })));
    return found.map((namespace) => namespace?.metadata.uid);
  } finally {
    client.close();
  }
}

test("the demo stands where it was asked to, says who can sign in, and is there again after a stop", async () => {
  const before = await shell();
  const said = await run("--detach", "--port", String(port));
  const first = await state();
  expect(first.url).toBe(`http://localhost:${port}`);
  expect(said).toContain("Starting Postgres");
  expect(said).toContain(`Portico runs at ${first.url}`);
  expect((await fetch(`${first.url}/api/health/ready`)).status).toBe(200);
  expect(said).toContain(`Models are called at ${first.models}`);
  expect((await fetch(first.models)).status).toBe(503);

  const discovery = await fetch(`${first.issuer}/.well-known/openid-configuration`);
  expect(await discovery.json()).toMatchObject({ issuer: first.issuer });
  expect(await query(first.databaseUrl, "select current_user as who")).toEqual([{ who: "portico_owner" }]);
  for (const { email, password, name, roles } of first.people) {
    expect(said).toContain(email);
    expect(password).not.toBe("");
    expect(name).not.toBe("");
    expect(roles.length).toBeGreaterThan(0);
  }
  const roles = first.people.flatMap((person) => person.roles).join("; ");
  for (const role of [
    "platform admin",
    "owner of",
    "admin of",
    "editor of",
    "viewer of",
    "billing",
    "newcomer",
  ])
    expect(roles).toContain(role);
  expect(Object.keys(first.pids)).toEqual(
    expect.arrayContaining(["supervisor", "web", "worker", "etcd", "kube-apiserver"]),
  );
  for (const pid of Object.values(first.pids)) expect(isAlive(pid)).toBe(true);

  // Two organizations, each with projects that stand.
  await vi.waitFor(
    async () => expect((await readyProjects(first.databaseUrl)).every(({ ready }) => ready)).toBe(true),
    { timeout: 60_000, interval: 500 },
  );
  const projects = await readyProjects(first.databaseUrl);
  expect(await query(first.databaseUrl, "select distinct organization_id from projects")).toHaveLength(2);
  const names = projects.map(({ namespace }) => namespace);
  expect(await namespaceUids(first, names)).toEqual(projects.map((project) => project.namespace_uid));

  // Beside it stands another cluster with its own world, which knows nothing of this one.
  const other = new KubeClient(fromFile(inject("kubeconfig")));
  expect(await other.get(projectResource, { name: names[0] ?? "" })).toBeUndefined();
  other.close();
  expect(await run("--detach")).toContain(`Portico runs at ${first.url}`);
  expect((await state()).pids.supervisor).toBe(first.pids.supervisor);

  expect(await run("stop")).toContain("its data stays");
  // What has ended is there until init has heard of it.
  await vi.waitFor(() => expect(Object.entries(first.pids).filter(([, pid]) => isAlive(pid))).toEqual([]), {
    timeout: 10_000,
  });
  await expect(state()).rejects.toThrow("ENOENT");

  await rename(join(dir, "demo", "postgres"), join(dir, "postgres"));
  postgres = await startPostgres(join(dir, "postgres"));
  await run("--detach");
  const second = await state();
  expect(second).toMatchObject({
    url: first.url,
    issuer: first.issuer,
    people: first.people,
    databaseUrl: postgres.databaseUrl,
  });
  const again = await readyProjects(second.databaseUrl);
  expect(again.map(({ namespace, namespace_uid }) => [namespace, namespace_uid])).toEqual(
    projects.map(({ namespace, namespace_uid }) => [namespace, namespace_uid]),
  );
  expect(await namespaceUids(second, names)).toEqual(projects.map((project) => project.namespace_uid));
  expect(await shell()).toEqual(before);
}, 240_000);

/** The cookie of somebody who is signed in. */
async function signedIn(databaseUrl: string, email: string): Promise<string> {
  const token = newId();
  await query(
    databaseUrl,
    `insert into login_sessions (id, user_id, token_hash, idle_until, ends_at, last_seen_at, confirmed_at)
     select $1::uuid, id, $2, now() + interval '1 hour', now() + interval '1 hour', now(), now() from users where email = $3`,
    [newId(), createHash("sha256").update(token).digest(), email],
  );
  return `portico=${token}`;
}

/** An open event stream: what was heard of it so far, and when it ends. */
async function follow(url: string, cookie: string) {
  const leaving = new AbortController();
  const answer = await fetch(`${url}/api/events?org=northmoor`, {
    headers: { cookie },
    signal: leaving.signal,
  });
  let text = "";
  const over = (async () => {
    for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString("utf8");
  })().catch(() => {});
  return {
    over,
    leave: () => leaving.abort(),
    heard: () => text,
    hears: (what: RegExp, from = 0) =>
      vi.waitFor(() => expect(text.slice(from)).toMatch(what), { timeout: 20_000 }),
  };
}

test("while Postgres is away the web says so, and goes on by itself when it is back", async () => {
  const { url, databaseUrl } = await state();
  const cookie = await signedIn(databaseUrl, "olga@northmoor.example");
  const ask = (path: string) => fetch(`${url}${path}`, { headers: { cookie }, redirect: "manual" });
  const change = () =>
    query(databaseUrl, "update projects set message = message where slug = 'retrieval-eval'");
  const isReady = () =>
    vi.waitFor(async () => expect((await ask("/api/health/ready")).status).toBe(200), { timeout: 30_000 });
  expect(await (await ask("/orgs/northmoor")).text()).toContain("Retrieval");
  const before = await follow(url, cookie);
  await before.hears(/event: ready/);

  await postgres?.stop();
  for (const path of [
    "/api/health/ready",
    "/api/events?org=northmoor",
    "/api/names/organization?slug=some",
  ]) {
    const answer = await ask(path);
    expect([path, answer.status, answer.headers.get("retry-after")]).toEqual([path, 503, "2"]);
    expect(await answer.json()).toMatchObject({
      code: "unavailable",
      title: expect.stringMatching(/^The database does not answer at the moment/),
      requestId: expect.stringMatching(/^r-/),
    });
  }
  expect((await ask("/api/health/live")).status).toBe(200);
  const page = await ask("/orgs/northmoor");
  expect(page.status).toBe(500);
  expect(await page.text()).not.toMatch(/ECONNREFUSED|prisma|127\.0\.0\.1:\d+/i);
  // Nobody may go on reading when it cannot be asked whether they may; the page takes the stream up again.
  await before.over;
  expect(before.heard()).toContain("event: ended");

  await postgres?.restart();
  await isReady();
  expect(await (await ask("/orgs/northmoor")).text()).toContain("Retrieval");
  const after = await follow(url, cookie);
  await vi.waitFor(
    async () => {
      await change();
      expect(after.heard()).toContain("event: change");
    },
    { timeout: 20_000, interval: 200 },
  );

  // One that is over before the next look at the reader's rights: what may have been missed is to be read again.
  const mark = after.heard().length;
  await postgres?.restart();
  await after.hears(/event: (resync|ended)/, mark);
  after.leave();
  await isReady();
}, 120_000);
