import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { glob, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { builtOnce, isExecutable } from "./cache.ts";

const run = promisify(execFile);
const moduleDir = import.meta.dirname;

export interface BuildOptions {
  /** Receives one line about what takes long; standard error by default. */
  log?: (line: string) => void;
  /** Ends a build that is under way. */
  signal?: AbortSignal;
}

/**
 * The path of the control plane's binary, built from this folder's Go module when no run on this machine has built it
 * yet. `PORTICO_CLUSTER_BIN` names a binary to take instead. Throws one clear line when there is no way to have one.
 */
export async function clusterBinary(options: BuildOptions = {}): Promise<string> {
  const log = options.log ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const given = process.env.PORTICO_CLUSTER_BIN;
  if (given) {
    if (!(await isExecutable(given))) {
      throw new Error(`PORTICO_CLUSTER_BIN is ${given}, which is not an executable file.`);
    }
    return given;
  }
  const go = await goVersion();
  const at = { folder: `cluster-${await moduleHash(go)}`, file: "portico-cluster" };
  return builtOnce({ ...at, what: "the embedded Kubernetes control plane" }, build, log, options.signal);
}

async function build(output: string, signal?: AbortSignal): Promise<void> {
  const version = /k8s\.io\/kubernetes (v(\d+)\.(\d+)\.\d+)/.exec(
    await readFile(join(moduleDir, "go.mod"), "utf8"),
  );
  if (!version) throw new Error("cluster/go.mod names no version of k8s.io/kubernetes.");
  const [, full, major, minor] = version;
  const base = "k8s.io/component-base/version";
  const ldflags = `-s -w -X ${base}.gitVersion=${full} -X ${base}.gitMajor=${major} -X ${base}.gitMinor=${minor}`;
  const args = ["build", "-trimpath", "-ldflags", ldflags, "-o", output, "."];
  try {
    await run("go", args, {
      cwd: moduleDir,
      env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off" },
      maxBuffer: 1 << 26,
      signal,
    });
  } catch (error) {
    await rm(output, { force: true });
    const words = (error as { stderr?: string }).stderr?.trim();
    throw new Error(`The control plane could not be built: ${words || String(error)}`);
  }
}

/** Everything the binary depends on: Go's version and platform, and the module's files but its tests. */
async function moduleHash(go: string): Promise<string> {
  const files: string[] = [];
  for await (const file of glob(["**/*.go", "go.mod", "go.sum", "**/*.yaml"], { cwd: moduleDir })) {
    if (!file.endsWith("_test.go")) files.push(file);
  }
  const hash = createHash("sha256").update(go);
  for (const file of files.sort()) {
    hash.update(`\0${file.replaceAll("\\", "/")}\0`).update(await readFile(join(moduleDir, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

async function goVersion(): Promise<string> {
  try {
    const { stdout } = await run("go", ["env", "GOVERSION", "GOOS", "GOARCH"], { cwd: moduleDir });
    return stdout.trim().replaceAll("\n", " ");
  } catch {
    throw new Error(
      "The embedded cluster needs Go to be built once: install Go 1.26 or newer (https://go.dev/dl), " +
        "or set PORTICO_KUBECONFIG to use a cluster you have, or PORTICO_CLUSTER_BIN to a control plane built elsewhere.",
    );
  }
}
