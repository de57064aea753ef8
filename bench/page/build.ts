import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../support/parts.ts";

/** Inside the checkout, so that packages are found as ever; ignored by git. */
const copy = join(root, ".cache", "bench-web");
const left = /^(bench|cluster|deploy|docs|e2e|runner|test)\/|\.test\.tsx?$|^package-lock\.json$|^\./;

/** Where the route stands that answers without knowing anything. */
const bareRoute = "app/api/bench-bare/route.ts";

/** Where the empty page stands: in the frame of a project, and without any frame. */
export const emptyPages = {
  framed: "app/(console)/orgs/[org]/projects/[project]/bench-empty",
  bare: "app/bench-empty",
} as const;

/**
 * Builds the web program for production from a copy of the checkout to which only the empty page and the bare route are added. Answers the
 * server's file. `reuse` takes the last build. Throws when the build fails.
 */
export function buildWithEmptyPage(reuse: boolean): string {
  const server = join(copy, ".next", "standalone", ".cache", "bench-web", "server.js");
  if (reuse && existsSync(server)) return server;
  rmSync(copy, { recursive: true, force: true });
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  const put = (from: string, to: string) => {
    mkdirSync(dirname(join(copy, to)), { recursive: true });
    cpSync(join(root, from), join(copy, to), { recursive: true });
  };
  for (const file of files.split("\n"))
    if (file && !left.test(file) && existsSync(join(root, file))) put(file, file);
  put("prisma/generated", "prisma/generated");
  for (const folder of Object.values(emptyPages)) put("bench/page/empty-page.tsx", join(folder, "page.tsx"));
  put("bench/keys/bare-route.ts", bareRoute);
  const built = spawnSync(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
    cwd: copy,
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (built.status !== 0 || !existsSync(server))
    throw new Error(`The build failed:\n${built.stdout}${built.stderr}`);
  return server;
}
