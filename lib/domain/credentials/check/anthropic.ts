import { z } from "zod";
import { modelsOf } from "#lib/domain/tiers/rules.ts";
import { modelList, offered } from "./models.ts";
import { good, type ProbeOf } from "./probe.ts";

export const probeAnthropic: ProbeOf<"anthropic"> = (_, { "api-key": key = "" }, { urls }) => {
  const headers = { "x-api-key": key, "anthropic-version": "2023-06-01" };
  let ids: string[] = [];
  return {
    url: new URL(urls.anthropic),
    configured: true,
    async signIn({ api }) {
      ids = good(await api.ask("/v1/models?limit=1000", { headers }), modelList);
    },
    async model() {
      offered(ids, modelsOf("anthropic"));
    },
    async quota({ api }) {
      const model = offered(ids, modelsOf("anthropic"));
      const json = { model, max_tokens: 1, messages: [{ role: "user", content: "." }] };
      const reply = await api.ask("/v1/messages", { method: "POST", headers, json });
      // An account without credit is an invalid request there.
      good(reply, z.unknown(), ({ status }) => (status === 400 ? "credit" : undefined));
    },
  };
};
