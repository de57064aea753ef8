import { join } from "node:path";
import { litellmCommand, litellmEnvironment, litellmHealth, writeConfig } from "#scripts/litellm.ts";
import { type Children, untilAnswers } from "./children.ts";
import { demoDir } from "./state.ts";

/** Credentials that the stand-in of the providers takes. */
const credentials = { anthropic: "sk-ant-demo-models", openai: "sk-demo-models" };

/**
 * Starts the real LiteLLM with the hooks of deploy/litellm; behind it the stand-in answers for every model. Answers its address
 * when it takes calls, and null, with why on the console, where there is no way to have it: the demo does without.
 * `PORTICO_DEMO_WITHOUT=models` leaves it out, for tests that call none.
 */
export async function startModels(options: {
  children: Children;
  port: number;
  /** Where the web program is. */
  web: string;
  /** What the gateway proves itself with. */
  secret: string;
  /** Where the stand-in of the providers is. */
  provider: string;
  /** Ends an installation that is under way. */
  signal: AbortSignal;
  log: (line: string) => void;
}): Promise<string | null> {
  const { children, port, web, secret, provider, signal, log } = options;
  if (process.env.PORTICO_DEMO_WITHOUT === "models") return null;
  try {
    const environment = await litellmEnvironment(log, signal);
    const config = join(demoDir, "litellm.json");
    await writeConfig(config, (kind) =>
      kind === "openai"
        ? { api_key: credentials.openai, api_base: `${provider}/v1` }
        : { api_key: credentials.anthropic, api_base: provider },
    );
    if (signal.aborted) return null;
    const portico = { PORTICO_URL: web, PORTICO_GATEWAY_SECRET: secret };
    const { command, args, env } = litellmCommand({ environment, config, port, portico });
    children.start("models", args, env, command);
    await untilAnswers("models", litellmHealth(port), 120_000);
    log(`Models are called at http://127.0.0.1:${port}`);
    return `http://127.0.0.1:${port}`;
  } catch (error) {
    if (!signal.aborted)
      log(
        `No model gateway runs: ${error instanceof Error ? error.message : error} The demo goes on without.`,
      );
    return null;
  }
}
