import { z } from "zod";
import { modelsOf } from "#lib/domain/tiers/rules.ts";
import { limitUnknown, modelList, offered, openaiCause, smallest } from "./models.ts";
import { type Api, good, type ProbeOf, StageFailure } from "./probe.ts";

export const probeOpenai: ProbeOf<"openai"> = (_, { "api-key": key = "" }, { urls }) => {
  const headers = { authorization: `Bearer ${key}` };
  let ids: string[] = [];
  return {
    url: new URL(urls.openai),
    configured: true,
    async signIn({ api }) {
      ids = good(await api.ask("/v1/models", { headers }), modelList);
    },
    async model() {
      offered(ids, modelsOf("openai"));
    },
    async quota({ api }) {
      const model = offered(ids, modelsOf("openai"));
      const json = { model, ...smallest("max_completion_tokens") };
      const reply = await api.ask("/v1/chat/completions", { method: "POST", headers, json });
      good(reply, z.unknown(), openaiCause);
    },
  };
};

/** One smallest call at a server that may be old or new. */
async function callOnce(api: Api, path: string, headers: Record<string, string>, model?: string) {
  const call = (limit: Parameters<typeof smallest>[0]) =>
    api.ask(path, { method: "POST", headers, json: { ...(model && { model }), ...smallest(limit) } });
  const reply = await call("max_completion_tokens");
  good(limitUnknown(reply) ? await call("max_tokens") : reply, z.unknown(), openaiCause);
}

export const probeOpenaiCompatible: ProbeOf<"openai-compatible"> = (
  { baseUrl, header, model: wanted, ca, verifyTls },
  { "api-key": key = "" },
) => {
  const headers: Record<string, string> = key
    ? { [header]: header === "authorization" ? `Bearer ${key}` : key }
    : {};
  let ids: string[] = [];
  return {
    url: new URL(baseUrl),
    configured: false,
    ca,
    verifyTls,
    async signIn({ api }) {
      ids = good(await api.ask("/models", { headers }), modelList);
    },
    async model() {
      if (wanted) offered(ids, [wanted]);
      else if (ids.length === 0) throw new StageFailure("model", "The list of models is empty.", 200);
    },
    quota: ({ api }) => callOnce(api, "/chat/completions", headers, wanted ?? ids[0]),
  };
};

export const probeAzureOpenai: ProbeOf<"azure-openai"> = (
  { endpoint, deployment, apiVersion },
  { "api-key": key = "" },
) => {
  const headers = { "api-key": key };
  const version = `?api-version=${encodeURIComponent(apiVersion)}`;
  return {
    url: new URL(endpoint),
    configured: false,
    async signIn({ api }) {
      good(await api.ask(`/openai/models${version}`, { headers }), modelList);
    },
    // Deployments are listed to Azure's administrators only, so the call itself finds out whether this one is there.
    quota: ({ api }) =>
      callOnce(
        api,
        `/openai/deployments/${encodeURIComponent(deployment)}/chat/completions${version}`,
        headers,
      ),
  };
};
