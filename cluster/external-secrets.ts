import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import type { BuildOptions } from "./build.ts";
import { builtOnce } from "./cache.ts";

const run = promisify(execFile);

/**
 * External Secrets Operator, the real one, for the demo and tests: built once from its Go module with two of its providers,
 * `fake` (values that stand in the store) and `kubernetes`. The others bring the libraries of some thirty clouds.
 */
const MODULE = "github.com/external-secrets/external-secrets";
const VERSION = "v0.20.4";
const SUM = "h1:HhNAjWfFEshhItphr28SGsHzf2bUP7uDAOVLg76uNAg=";
const providers = ["fake", "kubernetes"];

/** The kinds that it needs to run, of those whose definitions its module has. */
const kinds = [
  "external-secrets.io_externalsecrets",
  "external-secrets.io_secretstores",
  "external-secrets.io_clustersecretstores",
  "generators.external-secrets.io_generatorstates",
];

/** The operator's binary, and the definitions of its kinds. */
export interface Operator {
  binary: string;
  /** CustomResourceDefinitions, parsed. */
  definitions: unknown[];
}

/**
 * The operator, built when no run on this machine has built it yet; that takes some minutes.
 * `PORTICO_EXTERNAL_SECRETS_DIR` names a folder with the binary `external-secrets` and its definitions instead.
 *
 * @throws Error with one clear line when there is no way to have it
 */
export async function externalSecretsOperator(options: BuildOptions = {}): Promise<Operator> {
  const log = options.log ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const recipe = createHash("sha256").update([VERSION, SUM, ...providers, ...kinds].join("\0"));
  const given = process.env.PORTICO_EXTERNAL_SECRETS_DIR;
  const binary = given
    ? join(given, "external-secrets")
    : await builtOnce(
        {
          folder: `external-secrets-${recipe.digest("hex").slice(0, 16)}`,
          file: "external-secrets",
          what: "External Secrets Operator",
        },
        build,
        log,
        options.signal,
      );
  const definitions = await Promise.all(
    kinds.map(
      async (kind) => parse(await readFile(join(dirname(binary), `${kind}.yaml`), "utf8")) as unknown,
    ),
  );
  return { binary, definitions };
}

/** Builds the operator at `output`, and puts the definitions beside it. */
async function build(output: string, signal?: AbortSignal): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "portico-external-secrets-"));
  const go = (args: string[], cwd: string) =>
    run("go", args, {
      cwd,
      env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-mod=mod" },
      maxBuffer: 1 << 26,
      signal,
      // Go then removes what it has made so far.
      killSignal: "SIGINT",
    });
  try {
    await writeFile(join(scratch, "go.mod"), "module portico.dev/scratch\n\ngo 1.26.0\n");
    const { stdout } = await go(["mod", "download", "-json", `${MODULE}@${VERSION}`], scratch);
    const { Dir, Sum } = JSON.parse(stdout) as { Dir: string; Sum: string };
    if (Sum !== SUM) throw new Error(`${MODULE}@${VERSION} is not the one that was looked at: ${Sum}`);
    const source = join(scratch, "source");
    // The module's cache is read-only, and so is a copy that keeps its modes.
    await cp(Dir, source, { recursive: true });
    await run("chmod", ["-R", "u+w", source]);
    await register(source, "provider", providers);
    await register(source, "generator", []);
    await go(["build", "-trimpath", "-ldflags", "-s -w", "-o", output, "."], source);
    for (const kind of kinds) {
      const file = join(source, "config", "crds", "bases", `${kind}.yaml`);
      await cp(file, join(dirname(output), basename(file)));
    }
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    const words = code === "ENOENT" ? "it needs Go 1.26 or newer." : stderr?.trim().split("\n").at(-1);
    throw new Error(`External Secrets Operator could not be built: ${words || String(error)}`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Writes which providers (or generators) are linked in, in the place of the module's own list of all. */
async function register(source: string, of: "provider" | "generator", names: string[]): Promise<void> {
  const lines = names.map((name) => `import _ "${MODULE}/pkg/${of}/${name}"`);
  await writeFile(
    join(source, "pkg", of, "register", "register.go"),
    ["package register", "", ...lines, ""].join("\n"),
  );
}

/** What the operator's own chart gives its account, as far as the demo and tests need it; parsed objects. */
export const operatorRights = (): object[] => {
  const name = "external-secrets";
  const metadata = { name };
  const rbac = "rbac.authorization.k8s.io";
  const rule = (apiGroups: string[], resources: string[], verbs: string[]) => ({
    apiGroups,
    resources,
    verbs,
  });
  const look = ["get", "list", "watch"];
  return [
    { apiVersion: "v1", kind: "Namespace", metadata },
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace: name } },
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRole",
      metadata,
      rules: [
        rule(["external-secrets.io", "generators.external-secrets.io"], ["*"], [...look, "update", "patch"]),
        rule([""], ["secrets"], [...look, "create", "update", "patch", "delete"]),
        rule([""], ["namespaces", "configmaps", "serviceaccounts"], look),
        rule(["", "events.k8s.io"], ["events"], ["create", "patch"]),
        rule(["apiextensions.k8s.io"], ["customresourcedefinitions"], look),
      ],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRoleBinding",
      metadata,
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name },
      subjects: [{ kind: "ServiceAccount", name, namespace: name }],
    },
  ];
};

/** How the operator is started with a kubeconfig's rights. */
export function operatorCommand({ binary }: Pick<Operator, "binary">, kubeconfig: string) {
  const off = ["push-secret", "cluster-push-secret", "cluster-external-secret"];
  const args = [
    ...off.map((kind) => `--enable-${kind}-reconciler=false`),
    "--metrics-addr=0",
    "--live-addr=0",
    "--concurrent=4",
    "--store-requeue-interval=10s",
  ];
  return { command: binary, args, env: { KUBECONFIG: kubeconfig } };
}
