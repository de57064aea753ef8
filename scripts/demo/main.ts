import { spawn } from "node:child_process";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { stopCluster } from "#cluster/stop.ts";
import { type DemoState, demoDir, isAlive, readState, removeState, root } from "./state.ts";

const print = (line: string) => void process.stdout.write(`${line}\n`);

function announce(state: DemoState): void {
  print(`\nPortico runs at ${state.url}\n`);
  print("Who can sign in (with Demo ID), all with the password portico-demo:");
  for (const person of state.people) print(`  ${person.email.padEnd(28)} ${person.roles.join(", ")}`);
  print(`\nProvider key to paste: sk-ant-demo-first-session (a stand-in answers; no model is behind it)`);
  print(
    `Models are called at ${state.models} once LiteLLM has started; until then that address says why not`,
  );
  print(`E-mail it sends is shown at ${state.inbox}`);
  print("Stop with npm run demo:stop. Addresses and people are in .demo/state.json, logs in .demo/logs.\n");
}

/** Starts here and stays until a signal. */
async function foreground(port: number | undefined): Promise<void> {
  const { startDemo } = await import("./supervisor.ts");
  let stopping = false;
  const demo = await startDemo({ port, log: print });
  const end = async () => {
    if (stopping) return;
    stopping = true;
    await demo.stop();
    process.exit(0);
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  announce(demo.state);
}

/** Starts in the background, says what it waits for, and returns when people can sign in. */
async function detached(port: number | undefined): Promise<void> {
  mkdirSync(join(demoDir, "logs"), { recursive: true });
  const logPath = join(demoDir, "logs", "demo.log");
  const out = openSync(logPath, "w");
  const args = [fileURLToPath(import.meta.url), ...(port ? ["--port", String(port)] : [])];
  const child = spawn(process.execPath, args, { cwd: root, detached: true, stdio: ["ignore", out, out] });
  child.unref();
  let shown = 0;
  while (child.exitCode === null) {
    // Read before the state is: what was there while nobody could sign in is not yet the announcement.
    const log = readFileSync(logPath);
    const state = readState();
    if (state && state.pids.supervisor === child.pid) return announce(state);
    process.stdout.write(log.subarray(shown));
    shown = log.length;
    await sleep(100);
  }
  throw new Error(readFileSync(logPath, "utf8").trim() || "The demo ended before it was ready.");
}

async function stop(): Promise<void> {
  const state = readState();
  const supervisor = state?.pids.supervisor ?? 0;
  if (state && supervisor && isAlive(supervisor)) {
    process.kill(supervisor, "SIGTERM");
    for (let i = 0; i < 600 && isAlive(supervisor); i++) await sleep(100);
  }
  // Left over when the supervisor itself was killed.
  for (const pid of Object.values(state?.pids ?? {})) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  await stopCluster(join(demoDir, "cluster"));
  await stopPostgres();
  removeState();
  print(state ? "The demo is stopped; its data stays in .demo." : "The demo was not running.");
}

/** Ends a Postgres whose supervisor is gone: its own file says which process it is. */
async function stopPostgres(): Promise<void> {
  try {
    const pid = Number(
      readFileSync(join(demoDir, "postgres", "pg", "postmaster.pid"), "utf8").split("\n")[0],
    );
    process.kill(pid, "SIGINT");
    for (let i = 0; i < 100 && isAlive(pid); i++) await sleep(100);
  } catch {
    // There is none.
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { detach: { type: "boolean", default: false }, port: { type: "string" } },
});
const port = values.port ? Number(values.port) : undefined;

try {
  if (positionals[0] === "stop") await stop();
  else {
    const running = readState();
    if (running && isAlive(running.pids.supervisor ?? 0)) announce(running);
    else await (values.detach ? detached(port) : foreground(port));
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
