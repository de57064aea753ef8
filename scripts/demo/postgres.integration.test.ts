import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const module = fileURLToPath(new URL("./postgres.ts", import.meta.url));

test("a program that ran Postgres ends with the code that it has set", () => {
  const dir = mkdtempSync(join(tmpdir(), "portico-postgres-"));
  chmodSync(dir, 0o755);
  const program = `
    const { startPostgres } = await import(${JSON.stringify(module)});
    const started = await startPostgres(${JSON.stringify(join(dir, "postgres"))});
    await started.stop();
    process.exitCode = 3;`;
  try {
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(status).toBe(3);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
