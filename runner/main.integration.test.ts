import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authority, localhost } from "../lib/infra/http/testing/certificates.ts";
import { type ProviderStandIn, startProviderStandIn } from "../scripts/demo/provider-stand-in.ts";
import { terminationLimit } from "./termination.ts";
import { type Line, type Run, run } from "./testing/run.ts";

let provider: ProviderStandIn;
beforeAll(async () => {
  provider = await startProviderStandIn();
});
afterAll(() => provider.close());

const openai = { PORTICO_PROVIDER: "openai", PORTICO_MODEL: "gpt-5" };
const messages = (lines: Line[]) => lines.flatMap((line) => (line.type === "message" ? [line.text] : []));
const logs = (lines: Line[]) => lines.flatMap((line) => (line.type === "log" ? [line.text] : []));
const withKey = (rest: string) => ({ "anthropic-api-key": `sk-ant-demo-${rest}` });

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Every way out says the same three times: exit code, result line, termination message. */
function expectEnd(result: Run, exitCode: number, reason: string) {
  expect(result.exitCode).toBe(exitCode);
  const last = result.lines.at(-1);
  expect(last).toMatchObject({ type: "result", exitCode, reason });
  expect(result.lines.filter((line) => line.type === "result")).toHaveLength(1);
  expect(result.termination).toMatchObject({ reason });
  expect(last).toMatchObject({ usage: result.termination?.usage });
}

const slow = { timeout: 40_000 };

describe.concurrent("a session that finishes", () => {
  test.each([
    ["Anthropic", {}, withKey("right-key")],
    ["OpenAI", openai, { "openai-api-key": "sk-demo-right-key" }],
    [
      "Gemini, with a key in a variable",
      {
        PORTICO_PROVIDER: "gemini",
        PORTICO_MODEL: "gemini-2.5-flash",
        PORTICO_CREDENTIAL: "GEMINI_API_KEY",
        PORTICO_CREDENTIAL_VARIABLES: "GEMINI_API_KEY",
        GEMINI_API_KEY: "AIza-demo-right-key",
      },
      {},
    ],
    [
      "Azure OpenAI",
      {
        PORTICO_PROVIDER: "azure-openai",
        PORTICO_MODEL: "gpt-5",
        PORTICO_PROVIDER_SETTINGS: '{"deployment":"gpt-5","apiVersion":"2024-10-21"}',
        PORTICO_PROVIDER_ALLOW: "127.0.0.1",
      },
      { key: "azure-demo-right-key" },
    ],
  ])(
    "with %s streams log, messages, usage and result in this order and exits 0",
    async (_name, env, credentials) => {
      const result = await run(provider.url, { env, credentials });
      expectEnd(result, 0, "finished");
      const types = result.lines.map((line) => line.type);
      const pieces = messages(result.lines);
      expect(types).toEqual(["log", ...pieces.map(() => "message"), "usage", "result"]);
      expect(pieces.length).toBeGreaterThan(5);
      expect(pieces.join("")).toBe(result.termination?.summary);
      expect(result.termination?.usage).toMatchObject({ requests: 1 });
      expect(result.termination?.usage.inputTokens).toBeGreaterThan(5);
      expect(result.termination?.usage.outputTokens).toBeGreaterThan(50);
      const times = result.lines.map((line) => line.time);
      expect(times).toEqual([...times].sort());
    },
  );

  test("answers about the page that it was given", async () => {
    const result = await run(provider.url, {
      websiteURL: `${provider.url}/pages/spec`,
      env: { PORTICO_WEBSITE_ALLOW: new URL(provider.url).host },
    });
    expectEnd(result, 0, "finished");
    expect(logs(result.lines)[1]).toContain("/pages/spec");
    expect(result.termination?.summary).toContain("How long may a deleted document still appear in answers?");
  });

  test("asks a server of one's own, by its certificate authority or with none", slow, async () => {
    const server = await startProviderStandIn({ tls: localhost });
    const ask = (settings: object, allow = "127.0.0.0/8") =>
      run(`${server.url}/v1`, {
        env: {
          PORTICO_PROVIDER: "openai-compatible",
          PORTICO_MODEL: "gpt-5",
          PORTICO_PROVIDER_SETTINGS: JSON.stringify(settings),
          PORTICO_PROVIDER_ALLOW: allow,
        },
        credentials: { key: "sk-demo-right-key" },
      });
    const [trusted, unchecked, header, refused, closed] = await Promise.all([
      ask({ ca: authority }),
      ask({ verifyTls: false }),
      ask({ ca: authority, header: "api-key" }),
      ask({}),
      ask({ ca: authority }, "10.0.0.0/8"),
    ]);
    await server.close();
    for (const result of [trusted, unchecked, header]) expectEnd(result, 0, "finished");
    for (const result of [refused, closed]) {
      expectEnd(result, 1, "provider_unreachable");
      expect(result.termination?.usage.requests).toBe(1);
    }
    expect(refused.termination?.summary).toContain("its certificate is not accepted");
    expect(closed.termination?.summary).toContain("its host has no public address");
  });

  test("shows no credential, not even one that the prompt repeats", async () => {
    const canary = "sk-ant-demo-canary-7f3c9d";
    const prompt = `Is ${canary} (${Buffer.from(canary).toString("base64")}) a key?`;
    const result = await run(provider.url, { prompt, credentials: { "anthropic-api-key": `${canary}\n` } });
    expectEnd(result, 0, "finished");
    expect(result.raw + JSON.stringify(result.termination)).not.toContain(canary);
    expect(result.raw).not.toContain(Buffer.from(canary).toString("base64"));
    expect(result.raw).toContain("[masked]");
  });

  test("waits as long as retry-after says, says so, and goes on", slow, async () => {
    const result = await run(provider.url, { prompt: "[[rate-limited 2]] Plan the first of two trials." });
    expectEnd(result, 0, "finished");
    expect(logs(result.lines).slice(1)).toEqual([
      "Anthropic answered 429. Waits 1.0 s, then try 2 of 5.",
      "Anthropic answered 429. Waits 1.0 s, then try 3 of 5.",
    ]);
    expect(result.termination?.usage.requests).toBe(3);
  });

  test("asks once more when the answer broke off, and its result is the whole answer", async () => {
    const result = await run(provider.url, { prompt: "[[truncated 1]] Plan the second of two trials." });
    expectEnd(result, 0, "finished");
    expect(logs(result.lines)[1]).toContain("broke off in the middle");
    expect(result.termination?.summary).toMatch(/^You asked: Plan the second.*No model was asked\.$/s);
    expect(result.termination?.usage.requests).toBe(2);
  });

  test("finishes when nobody can take the termination message", async () => {
    const result = await run(provider.url, { env: { PORTICO_TERMINATION_LOG: "/nowhere/log" } });
    expect(result.exitCode).toBe(0);
    expect(result.termination).toBeNull();
    expect(logs(result.lines).at(-1)).toContain("/nowhere/log");
  });
});

describe.concurrent("exit 1, the agent failed", () => {
  test("model_not_found names the model", async () => {
    const result = await run(provider.url, { env: { PORTICO_MODEL: "claude-nine" } });
    expectEnd(result, 1, "model_not_found");
    expect(result.termination?.summary).toContain("claude-nine");
  });

  test("provider_truncated after one more try, with what arrived in the log", async () => {
    const result = await run(provider.url, { credentials: withKey("truncated-1") });
    expectEnd(result, 1, "provider_truncated");
    expect(messages(result.lines).join("")).toContain("You asked");
    expect(result.termination?.usage.requests).toBe(2);
  });

  test("provider_truncated with OpenAI as well", async () => {
    const credentials = { "openai-api-key": "sk-demo-truncated-1" };
    expectEnd(await run(provider.url, { env: openai, credentials }), 1, "provider_truncated");
  });

  test("provider_unreachable after five tries", slow, async () => {
    const gone = await startProviderStandIn();
    await gone.close();
    const result = await run(gone.url);
    expectEnd(result, 1, "provider_unreachable");
    expect(logs(result.lines).filter((text) => text.includes("refused the connection"))).toHaveLength(4);
  });

  test("provider_overloaded after five tries", slow, async () => {
    const result = await run(provider.url, { credentials: withKey("overloaded-1") });
    expectEnd(result, 1, "provider_overloaded");
    expect(result.termination?.usage.requests).toBe(5);
  });

  test("provider_no_credit at once, because waiting does not fill an account", async () => {
    const result = await run(provider.url, { credentials: withKey("no-credit") });
    expectEnd(result, 1, "provider_no_credit");
    const other = await run(provider.url, { env: openai, credentials: { key: "sk-demo-no-credit" } });
    expectEnd(other, 1, "provider_no_credit");
    expect([result, other].map(({ termination }) => termination?.usage.requests)).toEqual([1, 1]);
  });

  test("provider_rejected or provider_error when something else answers at the address", async () => {
    const result = await run(`${provider.url}/pages/spec`);
    expectEnd(result, 1, "provider_rejected");
    const page = createServer((_request, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<p>Sign in</p>"),
    );
    const other = await run(await listen(page));
    page.close();
    expectEnd(other, 1, "provider_error");
  });
});

describe.concurrent("exit 2, bad input", () => {
  test("names everything that is wrong, in one line", async () => {
    const env = { PORTICO_SESSION: "", PORTICO_PROVIDER: "acme", PORTICO_TIMEOUT_SECONDS: "1.5" };
    const result = await run(provider.url, { env, prompt: " \n" });
    expectEnd(result, 2, "bad_input");
    for (const name of ["PORTICO_SESSION", '"acme"', "PORTICO_TIMEOUT_SECONDS", "The prompt is empty."]) {
      expect(result.termination?.summary).toContain(name);
    }
  });

  test.each([
    ["unknown_agent", { PORTICO_AGENT: "constructor" }],
    ["bad_input", { PORTICO_ARGUMENTS: '{"maxTokens":0}' }],
    ["bad_input", { PORTICO_ARGUMENTS: '{"temprature":1}' }],
    ["bad_input", { PORTICO_ARGUMENTS: "[]" }],
    ["bad_input", { PORTICO_PROMPT_FILE: "/nowhere" }],
    ["bad_input", { PORTICO_WEBSITE_ALLOW: "http://wiki/" }],
    ["bad_input", { PORTICO_CREDENTIALS_DIR: undefined }],
    ["credential_missing", { PORTICO_CREDENTIAL: "another" }],
  ])("%s for %o", async (reason, env) => {
    const result = await run(provider.url, { env });
    expectEnd(result, 2, reason);
    // Viewers read logs, and see no credentials.
    expect(result.raw).not.toContain("another");
  });

  test.each([
    ["/nothing-here", "the server answered 404"],
    ["http://127.0.0.1:9/", "refused the connection"],
    ["/v1/models", "answered 401"],
    ["http://portico.example/", "only https"],
    ["https://localhost:9/", "no public address"],
    ["https://2130706433/", "no public address"],
    ["https://169.254.169.254/latest/meta-data", "no public address"],
    ["https://[::ffff:169.254.169.254]/", "no public address"],
    ["https://[64:ff9b::a00:1]/", "no public address"],
    ["https://does-not-exist.invalid/", "DNS"],
  ])("website_unreadable for %s, and why", async (address, why) => {
    const websiteURL = address.startsWith("/") ? `${provider.url}${address}` : address;
    const env = { PORTICO_WEBSITE_ALLOW: `${new URL(provider.url).host}, 127.0.0.1:9` };
    const result = await run(provider.url, { websiteURL, env });
    expectEnd(result, 2, "website_unreadable");
    expect(result.termination?.summary).toContain(why);
    expect(result.termination?.usage.requests).toBe(0);
  });

  test("a page that redirects is not followed, and the summary names where it leads", async () => {
    const asked: string[] = [];
    const pages = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(302, { location: "//a:b@169.254.169.254/latest" }).end();
    });
    const url = await listen(pages);
    const env = { PORTICO_WEBSITE_ALLOW: "127.0.0.1" };
    const result = await run(provider.url, { websiteURL: `${url}/moved`, env });
    pages.close();
    expectEnd(result, 2, "website_unreadable");
    expect(result.termination?.summary).toContain("redirects to http://169.254.169.254/latest,");
    expect(asked).toEqual(["/moved"]);
  });

  test("a private page is not connected to when its host, or its port, is not on the list", async () => {
    let connections = 0;
    const pages = createServer().on("connection", () => connections++);
    const url = await listen(pages);
    const secure = url.replace("http:", "https:");
    for (const [websiteURL, allow] of [
      [url, undefined],
      [secure, undefined],
      [secure, "127.0.0.1:9"],
      [secure, "localhost"],
    ] as const) {
      expectEnd(
        await run(provider.url, { websiteURL, env: { PORTICO_WEBSITE_ALLOW: allow } }),
        2,
        "website_unreadable",
      );
    }
    pages.close();
    expect(connections).toBe(0);
  });

  test("a website address that is not http or https", async () => {
    expectEnd(await run(provider.url, { websiteURL: "file:///etc/passwd" }), 2, "bad_input");
  });
});

describe.concurrent("exit 3, credential refused", () => {
  test.each([
    ["unknown to Anthropic", {}, { "anthropic-api-key": "sk-ant-api03-someone-else" }],
    ["refused later than its test", {}, withKey("refused-1")],
    ["without permission", {}, withKey("forbidden-1")],
    ["unknown to OpenAI", openai, { "openai-api-key": "sk-proj-someone-else" }],
  ])("a key %s", async (_name, env, credentials) => {
    const result = await run(provider.url, { env, credentials });
    expectEnd(result, 3, "credential_refused");
    expect(result.termination?.usage.requests).toBe(1);
    for (const key of Object.values(credentials)) expect(result.raw).not.toContain(key);
  });
});

describe.concurrent("exit 124, time is over", () => {
  test("timed_out at the session's time-out, with the messages so far", async () => {
    const env = { PORTICO_TIMEOUT_SECONDS: "2" };
    const result = await run(provider.url, { env, credentials: withKey("slow-1") });
    expectEnd(result, 124, "timed_out");
    expect(messages(result.lines).length).toBeGreaterThan(0);
    expect(result.termination?.usage.inputTokens).toBeGreaterThan(0);
  });

  test.each(["hang-1", "silent-1"])("inactive when the provider falls silent (%s)", async (rest) => {
    const env = { PORTICO_INACTIVITY_TIMEOUT_SECONDS: "1" };
    expectEnd(await run(provider.url, { env, credentials: withKey(rest) }), 124, "inactive");
  });

  test("waiting for a rate limit is no inactivity", slow, async () => {
    const env = { PORTICO_INACTIVITY_TIMEOUT_SECONDS: "1" };
    const result = await run(provider.url, { env, prompt: "[[rate-limited 3]] Plan a patient trial." });
    expectEnd(result, 0, "finished");
  });
});

describe.concurrent("exit 143, stopped", () => {
  test.each(["SIGTERM", "SIGINT"] as const)("%s in the middle of an answer", async (signal) => {
    const result = await run(provider.url, {
      credentials: withKey("slow-2"),
      onLine: (line, kill) => line.type === "message" && kill(signal),
    });
    expectEnd(result, 143, "stopped");
  });

  test("SIGTERM while it waits to try again", async () => {
    const result = await run(provider.url, {
      credentials: withKey("rate-limited-2"),
      onLine: (line, kill) => line.type === "log" && line.level === "warn" && kill("SIGTERM"),
    });
    expectEnd(result, 143, "stopped");
    expect(result.termination?.usage.requests).toBe(1);
  });
});

test.each([480, 930])("a key that a refusal repeats after %i characters is masked whole", async (before) => {
  const key = "sk-ant-canary-0123456789-abcdefghijklmnopqrstuvwxyz";
  const refusing = createServer((_request, response) => {
    const message = `${"x".repeat(before)} ${key} ${"y".repeat(2000)}`;
    response.writeHead(400, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { type: "invalid_request_error", message } }));
  });
  const result = await run(await listen(refusing), { credentials: { "anthropic-api-key": key } });
  refusing.close();
  expectEnd(result, 1, "provider_rejected");
  expect(result.raw + JSON.stringify(result.termination)).not.toContain("sk-ant");
  expect(result.termination?.summary).toHaveLength(1000);
});

test("a long answer is cut in the termination message and whole in the result line", async () => {
  const text = `${"Ein längerer Satz mit „Anführungszeichen“. ".repeat(200)}Ende.`;
  const long = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const chunk = { choices: [{ delta: { content: text }, finish_reason: "stop" }] };
    response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
  });
  const result = await run(`${await listen(long)}/v1/`, {
    env: openai,
    credentials: { "openai-api-key": "sk-any-key" },
  });
  long.close();
  expectEnd(result, 0, "finished");
  expect(result.lines.at(-1)).toMatchObject({ summary: text });
  expect(result.termination?.summary.endsWith("…")).toBe(true);
  expect(Buffer.byteLength(JSON.stringify(result.termination))).toBeLessThanOrEqual(terminationLimit);
});
