import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

// `prisma generate` asks for the native schema engine without using it. Naming any executable keeps it from being fetched.
const cli = fileURLToPath(new URL("../node_modules/prisma/build/index.js", import.meta.url));
const done = spawnSync(process.execPath, [cli, "generate"], {
  stdio: ["ignore", "pipe", "inherit"],
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
  },
});
if (done.status !== 0) {
  process.stderr.write(done.stdout);
  process.exitCode = 1;
}
