import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateSource } from "oazapfts";
import { documentOf } from "#lib/domain/access/openapi.ts";
import { gatewayOperations, operations } from "#lib/domain/api.ts";

/**
 * Writes `e2e/client.ts`, a client of /api/v1 made from its document. With `--check` it writes nothing and exits 1 when the
 * file on disk differs from what would be written.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const path = join(root, "e2e", "client.ts");

async function source(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "portico-client-"));
  try {
    const file = join(dir, "openapi.json");
    await writeFile(file, JSON.stringify(documentOf(operations, gatewayOperations)));
    return await generateSource(file, { useUnknown: true });
  } finally {
    await rm(dir, { recursive: true });
  }
}

const biome = join(root, "node_modules", ".bin", "biome");
const formatted = spawnSync(biome, ["format", "--stdin-file-path=e2e/client.ts"], {
  cwd: root,
  input: await source(),
  encoding: "utf8",
});
if (formatted.status !== 0) throw new Error(formatted.stderr);
const wanted = formatted.stdout;

if (process.argv.includes("--check")) {
  if ((await readFile(path, "utf8").catch(() => "")) !== wanted) {
    process.stderr.write(
      "e2e/client.ts is not what the operations say; run node scripts/generate-client.ts.\n",
    );
    process.exitCode = 1;
  }
} else await writeFile(path, wanted);
