import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * What the tree promises and neither the type checker nor Biome can see. Prints one line for each breach; the rules
 * are explained in docs/architecture.md.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((file) => /\.(ts|tsx)$/.test(file));
const read = (file: string) => readFileSync(`${root}/${file}`, "utf8");
const breaches: string[] = [];
const breach = (file: string, words: string) => breaches.push(`${file}: ${words}`);

/** Files a noun may have. */
const nounFiles = /^(schema|rules|data|mutations|jobs|resource)(\.integration)?(\.test)?\.ts$/;
/** Nouns with parts of their own beside the shared five. */
const extraFiles: Record<string, RegExp> = {
  access: /^(permissions|scope|viewer|page|action|change|route|watch)(\.integration)?(\.test)?\.ts$/,
  identity: /^sign-in(\.integration)?(\.test)?\.ts$/,
  credentials: /^(check|secret|names)(\.integration)?(\.test)?\.ts$/,
  projects: /^ending(\.integration)?(\.test)?\.ts$/,
  sessions: /^log(\.integration)?(\.test)?\.ts$/,
};
/** Who may open the door to every tenant's rows, beside the worker, scripts, benches and tests. */
const platformDoors = [
  /^lib\/infra\/db\//,
  /^lib\/domain\/access\/(page|action)\.ts$/,
  /^lib\/domain\/identity\/(data|mutations)\.ts$/,
  /^lib\/domain\/(organizations|projects|members)\/data\.ts$/,
  /^(worker|scripts|bench|test)\//,
  /\.integration\.test\.ts$/,
];
const doors = /\b(tenantAction|userAction|platformAction)\s*[<(]/;
const routes = /\b(projectRoute|userRoute|publicRoute)\s*[<(]/;
const longest = 300;

for (const file of files) {
  const text = read(file);
  const noun = /^lib\/domain\/([^/]+)\/([^/]+)$/.exec(file);
  const known = [
    nounFiles,
    extraFiles[noun?.[1] ?? ""],
    new RegExp(`^${noun?.[1]}(\\.integration)?\\.test\\.ts$`),
  ];
  if (noun && !known.some((pattern) => pattern?.test(noun[2] ?? "")))
    breach(file, "a noun holds schema, rules, data, mutations, jobs and resource; this is none of them");
  if (/\bwithPlatform\b/.test(text) && !platformDoors.some((door) => door.test(file)))
    breach(file, "opens withPlatform; only the files listed in scripts/check-structure.ts may");
  if (/^app\/.*actions\.ts$/.test(file)) {
    if (!text.startsWith('"use server";')) breach(file, 'begins without "use server"');
    for (const [, name, value] of text.matchAll(/^export const (\w+) = ([^\n]*)/gm))
      if (!doors.test(value ?? ""))
        breach(file, `${name} is not made by tenantAction, userAction or platformAction`);
    if (/^export (async )?function/m.test(text))
      breach(file, "exports a plain function, which is a public POST");
  } else if (/^["']use server["']/m.test(text)) breach(file, "has server actions outside an actions.ts");
  if (/^app\/.*route\.tsx?$/.test(file) && !routes.test(text))
    breach(file, "handles requests outside projectRoute, userRoute and publicRoute");
  if (/^app\/.*page\.tsx$/.test(file) && /lib\/infra\/db/.test(text))
    breach(file, "opens the database by itself");
  const lines = text.split("\n").length;
  if (lines > longest && !/\.test\.ts$|^e2e\//.test(file))
    breach(file, `has ${lines} lines; ${longest} is the most`);
}

if (breaches.length > 0) {
  process.stderr.write(`${breaches.join("\n")}\n`);
  process.exitCode = 1;
}
