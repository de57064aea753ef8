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
const nounFiles = /^(schema|rules|data|mutations|commands|jobs|resource|api)(\.integration)?(\.test)?\.ts$/;
/** Nouns with parts of their own beside the shared five. */
const extraFiles: Record<string, RegExp> = {
  access:
    /^(permissions|generated|authorize|scope|holder|caller|bearer(-key|-jwt|-kubernetes|-identity)?|viewer|page|command|perform|action|change|route|operation|api-route|openapi|problems|explain|answer|refusal|limits|cluster|watch|gateway|held)(\.integration)?(\.test)?\.ts$/,
  audit: /^(chain|verify)(\.integration)?(\.test)?\.ts$/,
  keys: /^(changes|networks|standing|life|many|leaks|notices|pattern|change-api|list|names|renew)(\.integration)?(\.test)?\.ts$/,
  identity: /^sign-in(\.integration)?(\.test)?\.ts$/,
  exports: /^file(\.integration)?(\.test)?\.ts$/,
  credentials:
    /^(check|secret|names|outside|life|change-api|aims|keeping|changing|described)(\.integration)?(\.test)?\.ts$/,
  organizations: /^(requests|deletion)(\.integration)?(\.test)?\.ts$/,
  platform: /^work(-api)?(\.integration)?(\.test)?\.ts$/,
  projects: /^(ending|changes)(\.integration)?(\.test)?\.ts$/,
  sharing: /^change-api(\.integration)?(\.test)?\.ts$/,
  sessions: /^(log|ending|preflight|usable)(\.integration)?(\.test)?\.ts$/,
  usage: /^file(\.integration)?(\.test)?\.ts$/,
};
/** Who may open the door to every tenant's rows, beside the worker, scripts, benches and tests. */
const platformDoors = [
  /^lib\/infra\/db\//,
  /^lib\/domain\/access\/(mutations|page|perform|route|bearer(-identity|-kubernetes)|api-route)\.ts$/,
  /^lib\/domain\/identity\/(data|mutations)\.ts$/,
  /^lib\/domain\/keys\/leaks\.ts$/,
  /^lib\/domain\/usage\/mutations\.ts$/, // a report is of keys of any organization
  /^lib\/domain\/(organizations|projects|invitations|joining)\/data\.ts$/,
  /^(worker|scripts|bench|test)\//,
  /\.integration\.test\.ts$/,
];
const doors = /\b(tenantAction|userAction|platformAction)\s*[<(]/;
const routes = /\b(projectRoute|tenantRoute|platformRoute|userRoute|publicRoute|apiRoute)\s*[<(]/;
const reads = /\b(readTenant|readProject|readOwn|readPlatform|requireViewer|currentViewer)\b/;
/** Every line that exports something to be run; types are left out. */
const exportsOf = (text: string) =>
  text.split("\n").filter((line) => /^export\b/.test(line) && !/^export (type|interface)\b/.test(line));
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
    breach(
      file,
      "a noun holds schema, rules, data, mutations, commands, jobs, resource and api; this is none of them",
    );
  if (/\bwithPlatform\b/.test(text) && !platformDoors.some((door) => door.test(file)))
    breach(file, "opens withPlatform; only the files listed in scripts/check-structure.ts may");
  if (/^app\/.*actions\.ts$/.test(file)) {
    if (!text.startsWith('"use server";')) breach(file, 'begins without "use server"');
    for (const line of exportsOf(text)) {
      const [, name, value] = /^export const (\w+) = (.*)$/.exec(line) ?? [];
      if (!name) breach(file, `exports other than by \`export const … = tenantAction(…)\`: ${line}`);
      else if (!doors.test(value ?? ""))
        breach(file, `${name} is not made by tenantAction, userAction or platformAction`);
    }
  } else if (/^\s*["']use server["']/m.test(text)) breach(file, "has server actions outside an actions.ts");
  if (/^app\/.*route\.tsx?$/.test(file)) {
    const handlers = new Set(
      [
        ...text.matchAll(
          /^const (\w+) = (?:projectRoute|tenantRoute|platformRoute|userRoute|publicRoute)\s*[<(]/gm,
        ),
      ].map((m) => m[1]),
    );
    for (const line of exportsOf(text)) {
      const [, value] = /^export const (?:GET|POST|PUT|PATCH|DELETE|\{ [A-Z, ]+ \}) = (.*)$/.exec(line) ?? [];
      const [, names] = /^export \{ (.*) \};$/.exec(line) ?? [];
      const passed = value
        ? routes.test(value)
        : names?.split(", ").every((name) => handlers.has(name.split(" as ")[0]));
      if (!passed)
        breach(
          file,
          `answers outside projectRoute, tenantRoute, platformRoute, userRoute, publicRoute and apiRoute: ${line}`,
        );
    }
  }
  if (/^app\/.*(page|layout)\.tsx$/.test(file) && /#lib\/domain\/\w+\/data/.test(text) && !reads.test(text))
    breach(file, "reads without readTenant, readProject, readOwn, readPlatform or requireViewer");
  if (/^app\/.*page\.tsx$/.test(file) && /lib\/infra\/db\/(client|transaction)/.test(text))
    breach(file, "opens the database by itself");
  const lines = text.split("\n").length;
  if (lines > longest && !/\.test\.ts$|^e2e\//.test(file))
    breach(file, `has ${lines} lines; ${longest} is the most`);
}

if (breaches.length > 0) {
  process.stderr.write(`${breaches.join("\n")}\n`);
  process.exitCode = 1;
}
