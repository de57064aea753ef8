import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAllowed } from "#lib/infra/http/ranges.ts";
import { authority, localhost } from "#lib/infra/http/testing/certificates.ts";
import { serviceAccountFile } from "#scripts/demo/provider-stand-in/google.ts";
import { type ProviderStandIn, startProviderStandIn } from "#scripts/demo/provider-stand-in.ts";
import type { Platform } from "./check/platform.ts";
import { cutValues, testCredential } from "./check.ts";
import { type CredentialKindId, readMaterial, type Settings } from "./kinds/index.ts";
import type { TestResult } from "./schema.ts";

let provider: ProviderStandIn;
let secure: ProviderStandIn;
beforeAll(async () => {
  [provider, secure] = await Promise.all([startProviderStandIn(), startProviderStandIn({ tls: localhost })]);
});
afterAll(() => Promise.all([provider.close(), secure.close()]));

const platform = (url = provider.url, allow = "127.0.0.1,localhost"): Platform => ({
  urls: { anthropic: url, openai: url, gemini: url, github: url, vertexAi: url, bedrock: url },
  allow: parseAllowed(allow),
});

async function check(
  kind: CredentialKindId,
  settings: Settings,
  values: Record<string, string>,
  at = platform(),
): Promise<TestResult> {
  const read = readMaterial(kind, { settings, values });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const result = await testCredential(read.material, at);
  if (!result) throw new Error(`${kind} has no test.`);
  return result;
}
const key = (kind: CredentialKindId, value: string, at?: Platform) =>
  check(kind, {}, { "api-key": value }, at);
const states = (result: TestResult) =>
  Object.fromEntries(result.stages.map(({ stage, state }) => [stage, state]));
const wordsOf = (result: TestResult) => result.stages.find(({ state }) => state === "failed")?.message;

/** Each kind with its settings at the stand-in, how its key is called there, and what a key of a bad day is said to be. */
const atStandIn: {
  kind: CredentialKindId;
  settings?: () => Settings;
  values: (name: string) => Record<string, string>;
  stages: string[];
  causes: Record<string, string>;
}[] = [
  {
    kind: "anthropic",
    values: (name) => ({ "api-key": `sk-ant-demo-${name}` }),
    stages: ["signIn", "model", "quota"],
    causes: { "no-credit": "credit", "rate-limited": "limited", forbidden: "rights", broken: "down" },
  },
  {
    kind: "openai",
    values: (name) => ({ "api-key": `sk-demo-${name}` }),
    stages: ["signIn", "model", "quota"],
    causes: { "no-credit": "credit", "rate-limited": "limited", overloaded: "down" },
  },
  {
    kind: "azure-openai",
    settings: () => ({ endpoint: provider.url, deployment: "gpt-5" }),
    values: (name) => ({ "api-key": `azure-demo-${name}` }),
    stages: ["signIn", "quota"],
    causes: { "rate-limited": "limited", broken: "down" },
  },
  {
    kind: "gemini",
    values: (name) => ({ "api-key": `AIza-demo-${name}` }),
    stages: ["signIn", "model", "quota"],
    causes: { "no-credit": "credit", "rate-limited": "limited", overloaded: "down" },
  },
  {
    kind: "vertex-ai",
    values: (name) => ({ "service-account": serviceAccountFile(name) }),
    stages: ["signIn", "model", "quota"],
    causes: { "no-credit": "credit", "rate-limited": "limited", forbidden: "rights" },
  },
  {
    kind: "bedrock",
    settings: () => ({
      accessKeyId: "AKIADEMO000000000000",
      region: "eu-central-1",
      model: "amazon.nova-micro-v1:0",
    }),
    // A signature does not carry its key, so the stand-in knows these by heart.
    values: (name) => ({ "secret-access-key": `aws-demo-${name.replace("-canary", "")}` }),
    stages: ["signIn", "quota"],
    causes: { "rate-limited": "limited", forbidden: "rights", broken: "down" },
  },
  {
    kind: "openai-compatible",
    settings: () => ({ baseUrl: `${provider.url}/v1` }),
    values: (name) => ({ "api-key": `sk-demo-${name}` }),
    stages: ["signIn", "model", "quota"],
    causes: { "no-credit": "credit", "rate-limited": "limited" },
  },
  {
    kind: "jira",
    settings: () => ({ siteUrl: provider.url, email: "mia@northmoor.example" }),
    values: (name) => ({ "api-token": `jira-demo-${name}` }),
    stages: ["signIn"],
    causes: { "rate-limited": "limited", forbidden: "rights", broken: "down" },
  },
  {
    kind: "github",
    values: (name) => ({ token: `ghp-demo-${name}` }),
    stages: ["signIn", "quota"],
    causes: { "rate-limited": "limited", forbidden: "rights" },
  },
  {
    kind: "gitlab",
    settings: () => ({ baseUrl: provider.url }),
    values: (name) => ({ token: `glpat-demo-${name}` }),
    stages: ["signIn"],
    causes: { "rate-limited": "limited", broken: "down" },
  },
  {
    kind: "registry",
    settings: () => ({ server: new URL(secure.url).host, username: "mia", ca: authority }),
    values: (name) => ({ password: `registry-demo-${name}` }),
    stages: ["tls", "signIn"],
    causes: { "rate-limited": "limited", broken: "down" },
  },
];

describe.each(atStandIn)("the test of $kind", ({ kind, settings = () => ({}), values, stages, causes }) => {
  test("passes what is right, by the stages that its kind has", async () => {
    const result = await check(kind, settings(), values("right"));
    expect(result).toMatchObject({ passed: true, cause: null });
    const passed = result.stages.filter(({ state }) => state === "passed").map(({ stage }) => stage);
    expect(passed).toEqual(stages);
  });

  test("says that what is wrong is not known, in the provider's words, and goes no further", async () => {
    // A name that is too short to be one of the stand-in's.
    const result = await check(kind, settings(), values("bad"));
    expect(result).toMatchObject({ passed: false, cause: "refused" });
    expect(states(result)).toMatchObject({ signIn: "failed", model: "skipped", quota: "skipped" });
    expect(wordsOf(result)).toMatch(/^40[013] \w+/);
  });

  test("tells the other causes apart, and repeats the secret in none of them", async () => {
    for (const [name, cause] of Object.entries(causes)) {
      const given = values(`${name}-canary`);
      const result = await check(kind, settings(), given);
      expect({ name, cause: result.cause }).toEqual({ name, cause });
      const said = JSON.stringify(result);
      for (const secret of Object.values(given)) {
        expect(said).not.toContain(secret);
        expect(said).not.toContain(Buffer.from(secret).toString("base64"));
      }
      expect(said).not.toContain("canary");
    }
  });

  test("says that an address answers which is not the provider's API, and does not follow it elsewhere", async () => {
    const asked: string[] = [];
    let answer: [number, string] = [200, ""];
    const server = createServer(({ url = "" }, response) => {
      asked.push(url);
      response.writeHead(answer[0], answer[0] === 302 ? { location: "/elsewhere" } : {}).end(answer[1]);
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const there: Settings = Object.fromEntries(
      Object.entries(settings() as Settings).map(([name, value]) => [
        name,
        typeof value === "string"
          ? value.replace(provider.url, url).replace(new URL(secure.url).host, url.slice(7))
          : value,
      ]),
    );
    const answers: [number, string][] = [
      [200, "<!doctype html><title>Welcome</title>"],
      [200, '{"status":"ok"}'],
      [302, ""],
      [404, "no such page"],
    ];
    for (answer of answers) {
      const result = await check(kind, there, values("right"), platform(url));
      // A registry is asked by https alone.
      expect({ answer, cause: result.cause }).toEqual({
        answer,
        cause: kind === "registry" ? "tls" : "foreign",
      });
    }
    expect(asked.filter((path) => path.includes("elsewhere"))).toEqual([]);
    server.close();
  });
});

describe("a test", () => {
  test("says that nobody answers, or that the name does not exist", async () => {
    expect((await key("anthropic", "sk-ant-demo-right", platform("http://127.0.0.1:1"))).cause).toBe(
      "unreachable",
    );
    expect((await key("anthropic", "sk-ant-demo-right", platform("https://nowhere.invalid"))).cause).toBe(
      "dns",
    );
  });

  test("asks no address inside that a person gave, whichever way they gave it", async () => {
    const nothing = platform(provider.url, "");
    const inside = [
      check("openai-compatible", { baseUrl: `${secure.url}/v1` }, { "api-key": "sk-demo-right" }, nothing),
      check("gitlab", { baseUrl: "https://169.254.169.254" }, { token: "glpat-demo-right" }),
      check(
        "registry",
        { server: "localhost:5000", username: "mia" },
        { password: "registry-demo-right" },
        nothing,
      ),
      check("github", { baseUrl: "https://[::ffff:10.0.0.1]/api/v3" }, { token: "ghp-demo-right" }, nothing),
    ];
    for (const result of await Promise.all(inside)) {
      expect(result.cause).toBe("closed");
      expect(states(result)).toMatchObject({ dns: "failed", tls: "skipped" });
    }
    const plain = await check(
      "gitlab",
      { baseUrl: "http://93.184.216.34" },
      { token: "glpat-demo-right" },
      nothing,
    );
    expect(plain.cause).toBe("insecure");
  });

  test("asks whom a registry names for its tokens only as far as the guard lets it", async () => {
    const server = createTlsServer(localhost, (_, response) =>
      response.writeHead(401, { "www-authenticate": 'Bearer realm="https://169.254.169.254/token"' }).end(),
    );
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const at = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const settings = { server: at, username: "mia", ca: authority };
    const result = await check("registry", settings, { password: "registry-demo-right" });
    expect(result.cause).toBe("closed");
    expect(states(result)).toMatchObject({ dns: "skipped", tls: "passed", signIn: "failed" });
    server.close();
  });

  test("tells a missing certificate authority from a wrong token", async () => {
    const at = { baseUrl: `${secure.url}/v1` };
    const token = { "api-key": "sk-demo-right" };
    expect(await check("openai-compatible", at, token)).toMatchObject({ cause: "tls" });
    expect(await check("openai-compatible", { ...at, ca: authority }, token)).toMatchObject({ passed: true });
    expect(await check("openai-compatible", { ...at, verifyTls: false }, token)).toMatchObject({
      passed: true,
    });
  });

  test("sends a compatible server's key in the header it asks for, names its model, and speaks to old ones", async () => {
    const at = { baseUrl: `${provider.url}/v1`, header: "API-Key" };
    expect(await check("openai-compatible", at, { "api-key": "sk-demo-right" })).toMatchObject({
      passed: true,
    });
    const other = { ...at, model: "llama-9" };
    expect(await check("openai-compatible", other, { "api-key": "sk-demo-right" })).toMatchObject({
      cause: "model",
    });
    expect(await check("openai-compatible", at, {})).toMatchObject({ cause: "refused" });
    const azure = { endpoint: provider.url, deployment: "old-model" };
    expect(await check("azure-openai", azure, { "api-key": "azure-demo-right" })).toMatchObject({
      passed: true,
    });
    const none = { endpoint: provider.url, deployment: "nowhere" };
    expect(await check("azure-openai", none, { "api-key": "azure-demo-right" })).toMatchObject({
      cause: "model",
    });
  });

  test("names a model that Bedrock or Vertex AI does not have, and needs none for Bedrock", async () => {
    const aws = { accessKeyId: "AKIADEMO000000000000", region: "eu-central-1" };
    const secret = { "secret-access-key": "aws-demo-right" };
    expect(await check("bedrock", { ...aws, model: "no.such-model" }, secret)).toMatchObject({
      cause: "model",
    });
    expect(await check("bedrock", aws, secret)).toMatchObject({ passed: true });
    const file = { "service-account": serviceAccountFile("right") };
    expect(await check("vertex-ai", { model: "gemini-nine" }, file)).toMatchObject({ cause: "model" });
  });

  test("knows GitHub Enterprise by its address, and a token of GitLab's that may not say whose it is", async () => {
    const enterprise = { baseUrl: `${provider.url}/api/v3` };
    expect(await check("github", enterprise, { token: "ghp-demo-right" })).toMatchObject({ passed: true });
    const at = { baseUrl: provider.url };
    expect(await check("gitlab", at, { token: "glpat-demo-repositories" })).toMatchObject({ passed: true });
  });

  test("is none for what nobody can be asked about", async () => {
    const read = readMaterial("generic", { settings: {}, values: { value: "anything" } });
    expect(read.ok && (await testCredential(read.material, platform()))).toBe(null);
  });

  test("never repeats the secret that a server sends back, in whichever form", async () => {
    const secret = "canary/value+1234";
    const forms = [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64"),
      Buffer.from(`mia@x.example:${secret}`).toString("base64"),
    ];
    const server = createServer((_, response) => response.writeHead(418).end(forms.join(" ")));
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const siteUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const result = await check("jira", { siteUrl, email: "mia@x.example" }, { "api-token": secret });
    expect(wordsOf(result)).toBe("418 [cut] [cut] [cut] [cut]");
    server.close();
    expect(cutValues("-----BEGIN KEY-----\nAAAABBBB\n", ["x\nAAAABBBB\ny"])).not.toContain("AAAA");
  });
});
