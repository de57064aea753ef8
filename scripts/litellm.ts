/**
 * The real LiteLLM proxy, as the demo and the tests run it: a Python virtual environment with what
 * deploy/litellm/requirements.txt pins, made once on this machine and kept outside the checkout.
 *
 *   node scripts/litellm.ts     makes it, and says where it is
 */
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { pythonEnvironment } from "./python.ts";

/** The hook, its configuration and the pinned packages. */
const litellmDir = fileURLToPath(new URL("../deploy/litellm", import.meta.url));

/** A program to start, with its arguments and what it needs in its environment. */
export type Command = { command: string; args: string[]; env: Record<string, string> };

/** The folder of LiteLLM's virtual environment. Throws one line that says what is missing. */
export const litellmEnvironment = (log: (line: string) => void, signal?: AbortSignal): Promise<string> =>
  pythonEnvironment("LiteLLM", join(litellmDir, "requirements.txt"), log, signal);

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
