import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Everything, in the order of what fails soonest. A part that fails does not keep the others from running. */
const root = fileURLToPath(new URL("..", import.meta.url));
const parts: [string, string[]][] = [
  ["check", ["scripts/check.ts"]],
  ["unit", ["node_modules/vitest/vitest.mjs", "run", "--project", "unit"]],
  ["what is made once on this machine", ["scripts/prepare.ts"]],
  ["integration", ["node_modules/vitest/vitest.mjs", "run", "--project", "integration"]],
  ["browser journeys", ["scripts/test-e2e.ts"]],
];

const results = parts.map(([name, args]) => {
  process.stdout.write(`\n== ${name} ==\n`);
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  return { name, passed: status === 0, seconds: Math.round((performance.now() - start) / 1000) };
});

process.stdout.write("\n");
for (const { name, passed, seconds } of results)
  process.stdout.write(`${passed ? "ok  " : "FAIL"} ${name} (${seconds} s)\n`);
const failed = results.filter((result) => !result.passed).length;
process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
