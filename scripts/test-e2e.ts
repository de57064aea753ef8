import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromiumPath } from "./chromium.ts";

/** Runs the browser journeys against a demo of their own, which is gone afterwards. Arguments go to Playwright. */
const root = fileURLToPath(new URL("..", import.meta.url));
const say = (line: string) => void process.stdout.write(`${line}\n`);
const node = (args: string[], env: NodeJS.ProcessEnv) =>
  spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env });

let status = 1;
const dir = mkdtempSync(join(tmpdir(), "portico-e2e-"));
// PostgreSQL runs as a user of its own, who must be able to reach its data.
chmodSync(dir, 0o755);
const env = { ...process.env, PORTICO_DEMO_DIR: dir };
const demo = join(root, "scripts", "demo", "main.ts");
try {
  const chromium = chromiumPath(say);
  // What it could not make the journeys that need it miss; the others run.
  node([join(root, "scripts", "prepare.ts")], env);
  if (node([demo, "--detach"], env).status !== 0) throw new Error("The demo did not start.");
  const state = JSON.parse(readFileSync(join(dir, "state.json"), "utf8")) as { url: string };
  status =
    node([join(root, "node_modules", "@playwright", "test", "cli.js"), "test", ...process.argv.slice(2)], {
      ...env,
      PORTICO_CHROMIUM: chromium,
      PORTICO_E2E_URL: state.url,
      PORTICO_E2E_STATE: join(dir, "state.json"),
    }).status ?? 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
} finally {
  node([demo, "stop"], env);
  // What the programs wrote says more of a broken journey than its page does.
  if (status !== 0 && existsSync(join(dir, "logs")))
    cpSync(join(dir, "logs"), join(root, "test-results", "demo-logs"), { recursive: true });
  rmSync(dir, { recursive: true, force: true });
}
process.exitCode = status;
