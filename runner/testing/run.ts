import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { OutputLine } from "../output.ts";
import type { Termination } from "../termination.ts";

export type Line = OutputLine & { time: string };

export type Run = {
  exitCode: number | null;
  lines: Line[];
  /** What was written on both streams, for canaries. */
  raw: string;
  /** The termination message as written; null when there is none. */
  termination: Termination | null;
};

type Setup = {
  prompt?: string;
  websiteURL?: string;
  /** Files of the credentials folder. */
  credentials?: Record<string, string>;
  env?: Record<string, string | undefined>;
  /** Called for each line as it comes; may send the process a signal. */
  onLine?: (line: Line, kill: (signal: NodeJS.Signals) => void) => void;
};

const main = new URL("../main.ts", import.meta.url).pathname;

/** Runs the entry point as a container would: its own environment, files for the input, both streams read. */
export async function run(providerURL: string, setup: Setup = {}): Promise<Run> {
  const dir = await mkdtemp(join(tmpdir(), "runner-"));
  try {
    await mkdir(join(dir, "credentials"));
    const credentials = setup.credentials ?? { "anthropic-api-key": "sk-ant-demo-right-key" };
    for (const [name, value] of Object.entries(credentials)) {
      await writeFile(join(dir, "credentials", name), value);
    }
    await writeFile(join(dir, "prompt"), setup.prompt ?? "Plan a trial of document retrieval.");
    await writeFile(join(dir, "website-url"), setup.websiteURL ?? "");
    const env = {
      PATH: process.env.PATH,
      PORTICO_SESSION: "s-test",
      PORTICO_PROMPT_FILE: join(dir, "prompt"),
      PORTICO_WEBSITE_URL_FILE: join(dir, "website-url"),
      PORTICO_CREDENTIALS_DIR: join(dir, "credentials"),
      PORTICO_AGENT: "chat",
      PORTICO_MODEL: "claude-sonnet-4-5",
      PORTICO_PROVIDER: "anthropic",
      PORTICO_PROVIDER_URL: providerURL,
      PORTICO_TERMINATION_LOG: join(dir, "termination"),
      ...setup.env,
    };
    const ended = await follow(env, setup.onLine);
    const message = await readFile(env.PORTICO_TERMINATION_LOG, "utf8").catch(() => null);
    return { ...ended, termination: message === null ? null : (JSON.parse(message) as Termination) };
  } finally {
    await rm(dir, { recursive: true });
  }
}

async function follow(env: Record<string, string | undefined>, onLine: Setup["onLine"]) {
  const child = spawn(process.execPath, [main], {
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: Line[] = [];
  let raw = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    raw += text;
  });
  createInterface({ input: child.stdout }).on("line", (text) => {
    raw += `${text}\n`;
    const line = JSON.parse(text) as Line;
    lines.push(line);
    onLine?.(line, (signal) => child.kill(signal));
  });
  const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { exitCode, lines, raw };
}
