import { join } from "node:path";
import { litellmCommand, litellmEnvironment, litellmHealth, writeConfig } from "#scripts/litellm.ts";
import { type Children, untilAnswers } from "./children.ts";
import type { ModelsPort } from "./models-port.ts";
import { freePort } from "./postgres.ts";
import { demoDir } from "./state.ts";

/** Credentials that the stand-in of the providers takes. */
const credentials = { anthropic: "sk-ant-demo-models", openai: "sk-demo-models" };

/**
 * Starts the real LiteLLM with the hooks of deploy/litellm; behind it the stand-in answers for every model. Callers get through to
 * it when it takes calls. Where there is no way to have it the demo does without: the console and callers are told why.
 */
export async function startModels(options: {
  children: Children;
  at: ModelsPort;
  /** Where the web program is. */
  web: string;
  /** What the gateway proves itself with. */
  secret: string;
  /** Where the stand-in of the providers is. */
  provider: string;
  /** Ends what is under way. */
  signal: AbortSignal;
  log: (line: string) => void;
}): Promise<void> {
  const { children, at, web, secret, provider, signal, log } = options;
  at.say("The model gateway of this demo is being installed or started: try again in a minute or two.");
  try {
    const environment = await litellmEnvironment(log, signal);
    const config = join(demoDir, "litellm.json");
    await writeConfig(config, (kind) =>
      kind === "openai"
        ? { api_key: credentials.openai, api_base: `${provider}/v1` }
        : { api_key: credentials.anthropic, api_base: provider },
    );
    const port = await freePort();
    if (signal.aborted) return;
    const portico = { PORTICO_URL: web, PORTICO_GATEWAY_SECRET: secret };
    const { command, args, env } = litellmCommand({ environment, config, port, portico });
    children.start("models", args, env, command);
    // Nobody waits for it, and the first time the operator beside it is being built with all there is of this machine.
    await untilAnswers("models", litellmHealth(port), { patienceMs: 900_000, signal });
    at.lead(port);
    log(`Models are called at ${at.url()}`);
  } catch (error) {
    if (signal.aborted) return;
    const why = `No model gateway runs: ${error instanceof Error ? error.message : error}`;
    at.say(`${why} Start the demo again once that is mended.`);
    log(`${why} The demo goes on without.`);
  }
}
