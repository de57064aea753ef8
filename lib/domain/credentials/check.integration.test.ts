import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ProviderStandIn, startProviderStandIn } from "#scripts/demo/provider-stand-in.ts";
import { testCredential } from "./check.ts";

let provider: ProviderStandIn;
beforeAll(async () => {
  provider = await startProviderStandIn();
});
afterAll(() => provider.close());

const states = (result: Awaited<ReturnType<typeof testCredential>>) =>
  Object.fromEntries(result.stages.map(({ stage, state }) => [stage, state]));

describe("the test of a provider key", () => {
  test("passes a right key at both providers", async () => {
    expect(await testCredential("anthropic", provider.url, "sk-ant-demo-right-key")).toMatchObject({
      passed: true,
      cause: null,
    });
    expect(await testCredential("openai", provider.url, "sk-demo-right-key")).toMatchObject({
      passed: true,
      cause: null,
    });
  });

  test("says that the provider does not know a wrong key, in the provider's words, and goes no further", async () => {
    const result = await testCredential("anthropic", provider.url, "sk-ant-wrong-key");
    expect(result).toMatchObject({ passed: false, cause: "refused" });
    expect(states(result)).toMatchObject({ signIn: "failed", model: "skipped", quota: "skipped" });
    expect(result.stages.find((stage) => stage.stage === "signIn")?.message).toMatch(
      /401 authentication_error/,
    );
  });

  test("tells no credit, a limit and a broken provider apart", async () => {
    expect((await testCredential("anthropic", provider.url, "sk-ant-demo-no-credit")).cause).toBe("credit");
    expect((await testCredential("openai", provider.url, "sk-demo-rate-limited")).cause).toBe("limited");
    expect((await testCredential("anthropic", provider.url, "sk-ant-demo-broken")).cause).toBe("down");
  });

  test("says that nobody answers", async () => {
    expect((await testCredential("anthropic", "http://127.0.0.1:1", "sk-ant-demo-right-key")).cause).toBe(
      "unreachable",
    );
    expect(
      (await testCredential("anthropic", "https://nowhere.invalid", "sk-ant-demo-right-key")).cause,
    ).toBe("dns");
  });

  test("says that an address answers which is not the provider's API, and does not follow it elsewhere", async () => {
    const answers: Record<string, [number, string]> = {
      page: [200, "<!doctype html><title>Welcome</title>"],
      json: [200, '{"status":"ok"}'],
      elsewhere: [302, ""],
      nothing: [404, "no such page"],
    };
    const asked: string[] = [];
    const server = createServer(({ url = "", headers }, response) => {
      asked.push(url);
      const [status, body] = answers[String(headers["x-api-key"]).replace("a-key-for-", "")]!;
      response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end(body);
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const kind of Object.keys(answers)) {
      const result = await testCredential("anthropic", base, `a-key-for-${kind}`);
      expect({ kind, cause: result.cause }).toEqual({ kind, cause: "foreign" });
    }
    expect(new Set(asked)).toEqual(new Set(["/v1/models"]));
    server.close();
  });

  test("never repeats the key", async () => {
    const key = "sk-ant-planted-canary-value";
    expect(JSON.stringify(await testCredential("anthropic", provider.url, key))).not.toContain(key);
  });
});
