/**
 * The real LiteLLM proxy, as the demo and the tests run it: a Python virtual environment with what
 * deploy/litellm/requirements.txt pins, made once on this machine and kept outside the checkout.
 *
 *   node scripts/litellm.ts     makes it, and says where it is
 */
import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parse } from "yaml";
import { cacheDir, lock } from "#cluster/cache.ts";

const run = promisify(execFile);
/** The hook, its configuration and the pinned packages. */
const litellmDir = fileURLToPath(new URL("../deploy/litellm", import.meta.url));

/** Exits with 0 where Python is new enough and can make virtual environments; prints what the environment depends on. */
const probe =
  "import sys, ensurepip, venv, platform; print(sys.version, platform.machine()); sys.exit(sys.version_info < (3, 11))";

type Log = (line: string) => void;
/** A program to start, with its arguments and what it needs in its environment. */
export type Command = { command: string; args: string[]; env: Record<string, string> };

/** `python3`, or PORTICO_PYTHON. As root on Debian or Ubuntu it is installed where it is missing. Throws what to do. */
async function python(log: Log): Promise<{ path: string; version: string }> {
  const path = process.env.PORTICO_PYTHON ?? "python3";
  const ask = () =>
    run(path, ["-c", probe]).then(
      ({ stdout }) => stdout.trim(),
      () => undefined,
    );
  let version = await ask();
  if (!version && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    log("Installing Python from the distribution's packages …");
    const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, maxBuffer: 1 << 26 };
    await run("apt-get", ["update", "-qq"], options).catch(() => {});
    await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "python3-venv"], options).catch(
      () => {},
    );
    version = await ask();
  }
  if (!version) {
    throw new Error(
      "LiteLLM needs Python 3.11 or newer with venv: install it (Debian: apt-get install python3-venv) or set PORTICO_PYTHON to its path.",
    );
  }
  return { path, version };
}

/** The folder of the virtual environment, made now if no run on this machine has. Throws one line that says what is missing. */
export async function litellmEnvironment(log: Log, signal?: AbortSignal): Promise<string> {
  const { path, version } = await python(log);
  const requirements = join(litellmDir, "requirements.txt");
  const hash = createHash("sha256")
    .update(version)
    .update(await readFile(requirements));
  const dir = join(cacheDir(), `litellm-${hash.digest("hex").slice(0, 16)}`);
  // Written last: an environment without it was broken off. It cannot be made elsewhere and moved: its paths are in it.
  const whole = join(dir, "portico-ready");
  if (existsSync(whole)) return dir;

  await mkdir(cacheDir(), { recursive: true });
  const release = await lock(`${dir}.lock`, "is installing LiteLLM", log, signal);
  try {
    if (existsSync(whole)) return dir;
    log("Installing LiteLLM, once for this version; this takes a minute or two …");
    const began = Date.now();
    await rm(dir, { recursive: true, force: true });
    await run(path, ["-m", "venv", dir], { signal });
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"];
    await run(join(dir, "bin", "python"), [...pip, "--require-hashes", "-r", requirements], {
      signal,
      maxBuffer: 1 << 26,
    });
    await writeFile(whole, "");
    log(`Installed it in ${Math.round((Date.now() - began) / 1000)} s.`);
  } catch (error) {
    const words = (error as { stderr?: string }).stderr?.trim().split("\n").at(-1);
    throw new Error(`LiteLLM could not be installed: ${words || String(error)}`);
  } finally {
    await release();
  }
  return dir;
}

type Config = {
  model_list: { model_name: string; litellm_params: Record<string, unknown> & { model: string } }[];
};

/** Writes deploy/litellm/config.yaml to `file` with other parameters for its models, by "anthropic" or "openai" and the name. */
export async function writeConfig(
  file: string,
  paramsOf: (provider: string, model: string) => Record<string, unknown>,
): Promise<void> {
  const config = parse(await readFile(join(litellmDir, "config.yaml"), "utf8")) as Config;
  for (const { model_name: model, litellm_params: params } of config.model_list)
    Object.assign(params, paramsOf(params.model.split("/")[0] ?? "", model));
  // JSON is YAML.
  await writeFile(file, JSON.stringify(config, null, 2), { mode: 0o600 });
}

/** How LiteLLM is started with Portico's hook. `portico` are the hook's settings (deploy/litellm/README.md). */
export function litellmCommand(options: {
  environment: string;
  config: string;
  port: number;
  portico: Record<string, string>;
}): Command {
  const { environment, config, port, portico } = options;
  const bin = join(environment, "bin");
  return {
    command: join(bin, "python"),
    args: [
      join(litellmDir, "portico_serve.py"),
      "--config",
      config,
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
    ],
    env: {
      ...portico,
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONUNBUFFERED: "1",
      // Lets nobody in; LiteLLM does not start without one.
      LITELLM_MASTER_KEY: `sk-${randomBytes(32).toString("hex")}`,
      // Nothing is asked of the network but what the configuration names.
      LITELLM_LOCAL_MODEL_COST_MAP: "True",
      NO_DOCS: "True",
      DISABLE_ADMIN_UI: "True",
    },
  };
}

/** Answers 200 when LiteLLM takes calls. */
export const litellmHealth = (port: number): string => `http://127.0.0.1:${port}/health/liveness`;

if (import.meta.main) {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  try {
    print(await litellmEnvironment(print));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
