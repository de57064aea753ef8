import { OutboundError } from "#lib/infra/http/outbound.ts";
import { probeAnthropic } from "./check/anthropic.ts";
import { probeBedrock } from "./check/bedrock.ts";
import { probeGemini, probeVertexAi } from "./check/google.ts";
import { probeAzureOpenai, probeOpenai, probeOpenaiCompatible } from "./check/openai.ts";
import type { Platform } from "./check/platform.ts";
import { Api, type Probe, type ProbeOf, StageFailure, type TestCause } from "./check/probe.ts";
import { probeGithub, probeGitlab, probeJira, probeRegistry } from "./check/services.ts";
import { type CredentialKindId, kindOf, type Material } from "./kinds/index.ts";
import { type Stage, type StageName, stageNames, type TestResult } from "./schema.ts";

/** How each kind is tested; null for what nobody can be asked about. */
const probes: { [Id in CredentialKindId]: ProbeOf<Id> | null } = {
  anthropic: probeAnthropic,
  openai: probeOpenai,
  "azure-openai": probeAzureOpenai,
  gemini: probeGemini,
  "vertex-ai": probeVertexAi,
  bedrock: probeBedrock,
  "openai-compatible": probeOpenaiCompatible,
  jira: probeJira,
  github: probeGithub,
  gitlab: probeGitlab,
  registry: probeRegistry,
  generic: null,
};

const mostWords = 500;

/**
 * Tests a credential stage by stage: name, TLS, sign-in, a model, and one smallest call for the quota; what its kind does
 * not have is skipped. Stops at the first stage that fails. Every address that a person gave goes through the guard for such
 * addresses. The secret is in memory only, and is cut out of whatever is said back. Null for a kind that cannot be tested.
 */
export async function testCredential(material: Material, platform: Platform): Promise<TestResult | null> {
  const make = probes[material.kind] as ProbeOf<CredentialKindId> | null;
  if (!make) return null;
  const began = performance.now();
  const settings = kindOf(material.kind).settings.parse(material.settings);
  const probe: Probe = make(settings as Parameters<typeof make>[0], material.values, platform);
  const { ca, verifyTls } = probe;
  const hidden = new Set(Object.values(material.values));
  const opened: Api[] = [];
  const open = async (url: URL, configured = false) => {
    const api = await Api.open(url, { allow: platform.allow, configured, ca, verifyTls });
    opened.push(api);
    return api;
  };
  const probed = (ask: Probe["model"]) => async () => {
    const [api] = opened;
    if (!ask || !api) return "skipped";
    await ask({ api, open, hide: (secret) => hidden.add(secret) });
    return "passed";
  };
  const run: Run = {
    dns: async () => ((await open(probe.url, probe.configured)).way.named ? "passed" : "skipped"),
    tls: async () => {
      await opened[0]?.way.handshake();
      return opened[0]?.way.secure ? "passed" : "skipped";
    },
    signIn: probed(probe.signIn),
    model: probed(probe.model),
    quota: probed(probe.quota),
  };

  try {
    const found = await runStages(run, hidden);
    return { passed: found.cause === null, ...found, durationMs: Math.round(performance.now() - began) };
  } finally {
    for (const { way } of opened) way.close();
  }
}

type Run = Record<StageName, () => Promise<"passed" | "skipped">>;

/** One stage after the other, until one fails. `hidden` may grow on the way. */
async function runStages(run: Run, hidden: ReadonlySet<string>) {
  const stages: Stage[] = [];
  let cause: TestCause | null = null;
  for (const stage of stageNames) {
    if (cause !== null) {
      stages.push({ stage, state: "skipped", durationMs: null });
      continue;
    }
    const start = performance.now();
    const took = () => Math.round(performance.now() - start);
    try {
      const state = await run[stage]();
      stages.push({ stage, state, durationMs: took() });
    } catch (error) {
      const { because, status, message } = failureOf(error);
      const words = cutValues(message, hidden).slice(0, mostWords);
      stages.push({ stage, state: "failed", durationMs: took(), status, message: words });
      cause = because;
    }
  }
  return { stages, cause };
}

/** What went wrong, as a failure of a stage. What is not expected is thrown on. */
function failureOf(error: unknown): StageFailure {
  if (error instanceof StageFailure) return error;
  if (error instanceof OutboundError)
    return new StageFailure(error.code === "large" ? "foreign" : error.code, error.message);
  throw error;
}

/** Cuts every value out of a text: whole, by line, and as it is written in addresses and in base64. */
export function cutValues(text: string, secrets: Iterable<string>): string {
  const forms = [...secrets]
    .flatMap((secret) => [secret, ...secret.split(/\s*(?:\r?\n|\\n)\s*/)])
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret, "utf8").toString("base64"),
    ]);
  // The longest first: what stands in another is no longer found once that is cut.
  return forms
    .sort((one, other) => other.length - one.length)
    .reduce((cut, form) => cut.replaceAll(form, "[cut]"), text);
}
