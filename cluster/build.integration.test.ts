import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { externalSecretsOperator } from "./external-secrets.ts";

/** Plays Go: tells a version, and builds a file that says which build it was of. */
const fakeGo = `#!/bin/sh
if [ "$1" = env ]; then echo go1.26.0; exit 0; fi
while [ "$1" != -o ]; do shift; done
echo built >> "$BUILDS"
/bin/sleep 0.5
echo '#!/bin/sh' > "$2"; /bin/chmod +x "$2"
`;

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "portico-build-"));
  await writeFile(join(dir, "go"), fakeGo);
  await chmod(join(dir, "go"), 0o755);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true, force: true });
});

const builds = () => readFile(join(dir, "builds"), "utf8").then((text) => text.trim().split("\n").length);

const build = (env: Record<string, string> = {}) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, "main.ts"), "build"], {
    env: Object.assign({} as NodeJS.ProcessEnv, {
      PATH: dir,
      HOME: dir,
      XDG_CACHE_HOME: join(dir, "cache"),
      BUILDS: join(dir, "builds"),
      ...env,
    }),
  });

test("runs at the same time build once and share the result, which stays for later runs", async () => {
  const answers = await Promise.all([build(), build(), build()]);
  answers.push(await build());
  expect(new Set(answers.map(({ stdout }) => stdout)).size).toBe(1);
  expect(await builds()).toBe(1);
  expect((await readdir(join(dir, "cache", "portico"))).filter((name) => name.includes("lock"))).toEqual([]);
});

test("the lock of a run that died is taken over", async () => {
  const { stdout } = await build();
  const binary = stdout.trim();
  await rm(binary);
  const dead = spawn(process.execPath, ["-e", ""]);
  await once(dead, "exit");
  await writeFile(`${join(binary, "..")}.lock`, String(dead.pid));
  expect((await build()).stdout.trim()).toBe(binary);
  expect(await builds()).toBe(2);
});

test("a build under way can be ended, and so can the waiting for it; nothing of it is left", async () => {
  await writeFile(join(dir, "go"), '#!/bin/sh\necho $$ > "$BUILDS"\nexec /bin/sleep 60\n');
  const env = { PATH: dir, TMPDIR: dir, XDG_CACHE_HOME: join(dir, "cache"), BUILDS: join(dir, "builds") };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const [building, waiting] = [new AbortController(), new AbortController()];
  const asked = ({ signal }: AbortController) =>
    externalSecretsOperator({ log: () => {}, signal }).catch(String);
  const first = asked(building);
  const pid = await vi.waitFor(async () => {
    const told = Number(await readFile(env.BUILDS, "utf8"));
    expect(told).toBeGreaterThan(0);
    return told;
  });
  const second = asked(waiting);
  waiting.abort();
  expect(await second).toContain("abort");
  building.abort();
  expect(await first).toContain("abort");
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"));
  expect((await readdir(dir)).filter((name) => name.startsWith("portico-"))).toEqual([]);
  expect((await readdir(join(dir, "cache", "portico"))).filter((name) => name.includes("lock"))).toEqual([]);
});

test("without Go, one line names the choices", async () => {
  await rm(join(dir, "go"));
  const error = await build().catch((e: { stderr: string }) => e);
  expect("stderr" in error && error.stderr.trim().split("\n")).toEqual([
    expect.stringMatching(/install Go.*PORTICO_KUBECONFIG.*PORTICO_CLUSTER_BIN/),
  ]);
});

test("a binary built elsewhere is taken as it is, and a wrong path is named", async () => {
  const { stdout } = await build({ PORTICO_CLUSTER_BIN: join(dir, "go") });
  expect(stdout.trim()).toBe(join(dir, "go"));
  const error = await build({ PORTICO_CLUSTER_BIN: join(dir, "nothing") }).catch(
    (e: { stderr: string }) => e,
  );
  expect("stderr" in error && error.stderr).toContain(join(dir, "nothing"));
});
