import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name: string) => join(root, "node_modules", ".bin", name);

/** Everything that can be said of the code without running it, all of it even after a failure. */
const checks: [string, string, string[]][] = [
  ["route types", bin("next"), ["typegen"]],
  ["types", bin("tsc"), ["--noEmit"]],
  ["lint, format, import direction, cycles", bin("biome"), ["check", "--error-on-warnings", "."]],
  ["structure", process.execPath, [join(root, "scripts", "check-structure.ts")]],
  ["custom resources", process.execPath, [join(root, "scripts", "generate-crds.ts"), "--check"]],
  ["client of the API", process.execPath, [join(root, "scripts", "generate-client.ts"), "--check"]],
  ["dead code", bin("knip"), ["--no-progress"]],
];

let failed = 0;
for (const [name, command, args] of checks) {
  const start = performance.now();
  const done = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${done.status === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)\n`);
  if (done.status === 0) continue;
  failed += 1;
  process.stdout.write(`${done.stdout}${done.stderr}\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
