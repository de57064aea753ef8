import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = join(root, ".next", "portico-build");
/** The built web program. */
export const webServer = join(root, ".next", "standalone", "server.js");

/** What the web program is built from: a change anywhere here means another build. */
const sources = [
  "app",
  "components",
  "lib",
  "messages",
  "prisma/schema",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.mjs",
];

function sourceHash(): string {
  const files = execFileSync(
    "git",
    ["ls-files", "-co", "--exclude-standard", "--", ...sources, "package-lock.json"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  const hash = createHash("sha256");
  for (const file of files
    .split("\n")
    .filter((name) => name && existsSync(join(root, name)))
    .sort()) {
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

/** Builds the web program unless the last build was of the same sources. Throws when the build fails. */
export function buildWeb(log: (line: string) => void): void {
  const hash = sourceHash();
  if (existsSync(webServer) && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  log("Building the web program (only when its sources changed) …");
  build();
  writeFileSync(stamp, hash);
}

/** Builds the web program. Throws with the builder's own words when that fails. */
function build(): void {
  const built = spawnSync(
    process.execPath,
    [join(root, "node_modules", "next", "dist", "bin", "next"), "build"],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      encoding: "utf8",
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    },
  );
  if (built.status !== 0) throw new Error(`The build failed:\n${built.stdout}${built.stderr}`);
  // The standalone server serves these two from beside itself.
  cpSync(join(root, ".next", "static"), join(root, ".next", "standalone", ".next", "static"), {
    recursive: true,
  });
  if (existsSync(join(root, "public")))
    cpSync(join(root, "public"), join(root, ".next", "standalone", "public"), { recursive: true });
}

// By hand and in the image it is always built, unless told otherwise: there need be no git there.
if (import.meta.main) {
  if (process.argv.includes("--if-changed")) buildWeb((line) => process.stdout.write(`${line}\n`));
  else build();
}
