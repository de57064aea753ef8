import { importPKCS8, SignJWT } from "jose";
import { z } from "zod";
import { readServiceAccount } from "../kinds/vertex-ai.ts";
import { errorText, good, type ProbeOf, type Reply, StageFailure, type TestCause } from "./probe.ts";

const smallest = { contents: [{ role: "user", parts: [{ text: "." }] }] };
const oneToken = { ...smallest, generationConfig: { maxOutputTokens: 1 } };

/** What Google's answers mean that their status alone does not say. */
function googleCause(reply: Reply): TestCause | undefined {
  if (/API_KEY_INVALID|API key not valid/.test(reply.text)) return "refused";
  if (/BILLING_DISABLED|billing/i.test(reply.text) && [400, 403].includes(reply.status)) return "credit";
  if (reply.status === 404) return "model";
  return undefined;
}

const listed = z.object({
  models: z.array(
    z.object({ name: z.string(), supportedGenerationMethods: z.array(z.string()).default([]) }),
  ),
});

export const probeGemini: ProbeOf<"gemini"> = (_, { "api-key": key = "" }, { urls }) => {
  const headers = { "x-goog-api-key": key };
  let names: string[] = [];
  /** The one that costs least; `models/gemini-2.5-flash`. */
  const cheapest = () => names.find((name) => /flash-lite$|flash$/.test(name)) ?? names[0];
  return {
    url: new URL(urls.gemini),
    configured: true,
    async signIn({ api }) {
      const reply = await api.ask("/v1beta/models?pageSize=1000", { headers });
      // Before a key is known there is no model that could be missing.
      const { models } = good(reply, listed, (bad) => (bad.status === 404 ? "foreign" : googleCause(bad)));
      names = models
        .filter(({ supportedGenerationMethods: methods }) => methods.includes("generateContent"))
        .map(({ name }) => name);
    },
    async model() {
      if (!cheapest()) throw new StageFailure("model", "No model that writes is offered to this key.", 200);
    },
    async quota({ api }) {
      const path = `/v1beta/${cheapest()}:generateContent`;
      good(await api.ask(path, { method: "POST", headers, json: oneToken }), z.unknown(), googleCause);
    },
  };
};

const tokenAudience = "https://oauth2.googleapis.com/token";

export const probeVertexAi: ProbeOf<"vertex-ai"> = (
  { project, region, model },
  { "service-account": file = "" },
  { urls },
) => {
  const host = region === "global" ? "aiplatform.googleapis.com" : `${region}-aiplatform.googleapis.com`;
  const account = readServiceAccount(file);
  const path = `/v1/projects/${encodeURIComponent(project ?? account?.project_id ?? "")}/locations/${region}/publishers/google/models/${encodeURIComponent(model)}`;
  let headers: Record<string, string> = {};
  return {
    url: new URL(urls.vertexAi ?? `https://${host}`),
    configured: true,
    async signIn({ open, hide }) {
      if (!account) throw new StageFailure("refused", "This is not the key file of a service account.");
      hide(account.private_key);
      const key = await importPKCS8(account.private_key, "RS256").catch(() => {
        throw new StageFailure("refused", "The private key in the file cannot be read.");
      });
      const assertion = await new SignJWT({ scope: "https://www.googleapis.com/auth/cloud-platform" })
        .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: account.private_key_id })
        .setIssuer(account.client_email)
        .setAudience(tokenAudience)
        .setIssuedAt()
        .setExpirationTime("5m")
        .sign(key);
      hide(assertion);
      // The file names an address of its own for this; it is a person's input and not used.
      const door = await open(new URL(urls.vertexAi ?? new URL(tokenAudience).origin), true);
      const reply = await door.ask("/token", {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({
          grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
          assertion,
        }).toString(),
      });
      const { access_token: token } = good(reply, z.object({ access_token: z.string() }), (bad) =>
        errorText(bad, "error") === "invalid_grant" ? "refused" : undefined,
      );
      hide(token);
      headers = { authorization: `Bearer ${token}` };
    },
    async model({ api }) {
      const reply = await api.ask(`${path}:countTokens`, { method: "POST", headers, json: smallest });
      good(reply, z.unknown(), googleCause);
    },
    async quota({ api }) {
      const reply = await api.ask(`${path}:generateContent`, { method: "POST", headers, json: oneToken });
      good(reply, z.unknown(), googleCause);
    },
  };
};
