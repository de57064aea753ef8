import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Sends what schemathesis thinks of to every operation of /api/v1, as a member of an organization and nothing else, and as one who
 * is admin of a project: no answer is 5xx, and each is as the document says. Against a demo of its own, or with PORTICO_E2E_URL and PORTICO_E2E_STATE against one that runs.
 * schemathesis comes from PyPI into `.cache`; `-- --max-examples 100` and other arguments go to it.
 */
const version = "4.32.5";
const callers = ["max@northmoor.example", "mia@northmoor.example"];
const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_schema_conformance",
  "response_headers_conformance",
];
const root = fileURLToPath(new URL("..", import.meta.url));
const venv = join(root, ".cache", `schemathesis-${version}`);
type State = { url: string; people: { email: string; key?: string }[] };

function run(command: string, args: string[], env: NodeJS.ProcessEnv = process.env, cwd = root): void {
  const { status, error } = spawnSync(command, args, { cwd, stdio: "inherit", env });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${status}.`);
}

/** The tool in an environment of its own, made once. */
function install(): string {
  const tool = join(venv, "bin", "schemathesis");
  if (existsSync(tool)) return tool;
  mkdirSync(join(root, ".cache"), { recursive: true });
  run("python3", ["-m", "venv", venv]);
  run(join(venv, "bin", "pip"), ["install", "--quiet", `schemathesis==${version}`]);
  return tool;
}

/** The key goes by a file that only we read: arguments can be seen by everybody on the machine. */
function examine(tool: string, { url, people }: State, dir: string, who: string): void {
  const key = people.find(({ email }) => email === who)?.key;
  if (!key) throw new Error(`The demo has no key of ${who}.`);
  const config = join(dir, "schemathesis.toml");
  writeFileSync(config, `[headers]\nAuthorization = ${JSON.stringify(`Bearer ${key}`)}\n`, { mode: 0o600 });
  const api = `${url}/api/v1`;
  const args = [
    "--config-file",
    config,
    "run",
    `${api}/openapi.json`,
    "--url",
    api,
    "--phases",
    "coverage,fuzzing",
  ];
  // Below the limit of one key, which would answer 429 to the rest.
  const pace = ["--rate-limit", "550/m", "--max-examples", "30", "--checks", checks.join(",")];
  run(tool, [...args, ...pace, ...process.argv.slice(2)], process.env, dir);
}

const dir = mkdtempSync(join(tmpdir(), "portico-api-"));
// PostgreSQL runs as a user of its own, who must be able to reach its data.
chmodSync(dir, 0o755);
const running = process.env.PORTICO_E2E_STATE;
const env = { ...process.env, PORTICO_DEMO_DIR: dir };
const demo = join(root, "scripts", "demo", "main.ts");
try {
  const tool = install();
  if (!running) run(process.execPath, [demo, "--detach"], env);
  const state = JSON.parse(readFileSync(running ?? join(dir, "state.json"), "utf8")) as State;
  for (const who of callers) examine(tool, state, dir, who);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
} finally {
  if (!running) spawnSync(process.execPath, [demo, "stop"], { cwd: root, stdio: "inherit", env });
  rmSync(dir, { recursive: true, force: true });
}
