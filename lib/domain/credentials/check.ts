import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { connect } from "node:tls";
import { z } from "zod";
import { modelsOf, type ProviderKind } from "#lib/domain/tiers/rules.ts";
import { causeOf } from "./rules.ts";
import { type Stage, type StageName, stageNames, type TestResult } from "./schema.ts";

const timeoutMs = 8_000;

/** The answer to `modelsPath`, at every provider. */
const modelList = z.object({ data: z.array(z.object({ id: z.string() })) });

class StageFailure extends Error {
  readonly status: number | undefined;
  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

type Protocol = {
  headers(key: string): Record<string, string>;
  modelsPath: string;
  callPath: string;
  callBody(model: string): unknown;
};

const protocols: Record<ProviderKind, Protocol> = {
  anthropic: {
    headers: (key) => ({ "x-api-key": key, "anthropic-version": "2023-06-01" }),
    modelsPath: "/v1/models",
    callPath: "/v1/messages",
    callBody: (model) => ({ model, max_tokens: 1, messages: [{ role: "user", content: "." }] }),
  },
  openai: {
    headers: (key) => ({ authorization: `Bearer ${key}` }),
    modelsPath: "/v1/models",
    callPath: "/v1/chat/completions",
    callBody: (model) => ({ model, max_completion_tokens: 16, messages: [{ role: "user", content: "." }] }),
  },
};

/**
 * Tests a provider key stage by stage: name, TLS, sign-in, a model, and one call of a token for the quota. Stops at the
 * first stage that fails. The address is the platform's configuration, never a person's input; the key is in memory only
 * and is cut out of whatever the provider says back.
 */
export async function testCredential(kind: ProviderKind, baseUrl: string, key: string): Promise<TestResult> {
  const began = performance.now();
  const url = new URL(baseUrl);
  const protocol = protocols[kind];
  const headers = { ...protocol.headers(key), "content-type": "application/json" };
  let model: string | undefined;

  const run: Record<StageName, () => Promise<"passed" | "skipped">> = {
    dns: async () => {
      if (isIP(url.hostname)) return "skipped";
      await lookup(url.hostname);
      return "passed";
    },
    tls: async () => {
      if (url.protocol !== "https:") return "skipped";
      await handshake(url);
      return "passed";
    },
    signIn: async () => {
      const listed = modelList.safeParse(await call(new URL(protocol.modelsPath, url), { headers }));
      if (!listed.success) throw new StageFailure("200, and no list of models.", 200);
      const ids = new Set(listed.data.data.map((entry) => entry.id));
      model = modelsOf(kind).find((id) => ids.has(id));
      return "passed";
    },
    model: async () => {
      if (model) return "passed";
      throw new StageFailure(`None of ${modelsOf(kind).join(", ")} is offered to this key.`, 200);
    },
    quota: async () => {
      const body = JSON.stringify(protocol.callBody(model ?? ""));
      await call(new URL(protocol.callPath, url), { method: "POST", headers, body });
      return "passed";
    },
  };

  const stages: Stage[] = [];
  let cause: string | null = null;
  for (const stage of stageNames) {
    if (cause !== null) {
      stages.push({ stage, state: "skipped", durationMs: null });
      continue;
    }
    const start = performance.now();
    try {
      const state = await run[stage]();
      stages.push({ stage, state, durationMs: Math.round(performance.now() - start) });
    } catch (error) {
      const status = error instanceof StageFailure ? error.status : undefined;
      const message = wordsOf(error).replaceAll(key, "[cut]").slice(0, 500);
      stages.push({
        stage,
        state: "failed",
        durationMs: Math.round(performance.now() - start),
        status,
        message,
      });
      cause = causeOf(stage, status);
    }
  }
  return { passed: cause === null, stages, durationMs: Math.round(performance.now() - began), cause };
}

async function call(url: URL, init: RequestInit): Promise<unknown> {
  // Not followed: the key goes to the configured address and nowhere else.
  const answer = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
  const text = (await answer.text()).slice(0, 1_000_000);
  if (!answer.ok) throw new StageFailure(`${answer.status} ${providerWords(text)}`, answer.status);
  try {
    return JSON.parse(text);
  } catch {
    throw new StageFailure(`${answer.status}, and no JSON: ${text}`, answer.status);
  }
}

/** The provider's own sentence out of its error body. */
function providerWords(body: string): string {
  try {
    const { error } = JSON.parse(body) as { error?: { type?: string; code?: string; message?: string } };
    return [error?.type ?? error?.code, error?.message].filter(Boolean).join(": ");
  } catch {
    return body;
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  return error.name === "TimeoutError" ? `No answer within ${timeoutMs / 1000} s.` : (cause ?? error.message);
}

function handshake(url: URL): Promise<void> {
  return new Promise((resolve, reject) => {
    const servername = isIP(url.hostname) ? undefined : url.hostname;
    const socket = connect({
      host: url.hostname,
      port: Number(url.port || 443),
      servername,
      timeout: timeoutMs,
    });
    socket.once("secureConnect", () => {
      socket.destroy();
      resolve();
    });
    socket.once("timeout", () => socket.destroy(new Error(`No answer within ${timeoutMs / 1000} s.`)));
    socket.once("error", reject);
  });
}
