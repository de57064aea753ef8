import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ProviderStandIn, startProviderStandIn } from "./provider-stand-in.ts";

let standIn: ProviderStandIn;
beforeAll(async () => {
  standIn = await startProviderStandIn();
});
afterAll(() => standIn.close());

type Call = { key?: string; prompt?: string; model?: string; stream?: boolean };

function anthropic({
  key = "sk-ant-demo-right",
  prompt = "Plan it.",
  model = "claude-sonnet-4-5",
  stream,
}: Call) {
  return fetch(`${standIn.url}/v1/messages`, {
    method: "POST",
    headers: { "x-api-key": key, "anthropic-version": "2023-06-01" },
    body: JSON.stringify({ model, max_tokens: 64, messages: [{ role: "user", content: prompt }], stream }),
  });
}

function openai({ key = "sk-demo-right", prompt = "Plan it.", model = "gpt-5", stream }: Call) {
  return fetch(`${standIn.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({
      model,
      messages: [{ role: "user", content: prompt }],
      ...(stream && { stream, stream_options: { include_usage: true } }),
    }),
  });
}

const models = (headers: Record<string, string>) => fetch(`${standIn.url}/v1/models`, { headers });

describe("as Anthropic", () => {
  test("the stream's events come in the API's order, and the same prompt gives the same text", async () => {
    const [first, second] = await Promise.all([anthropic({ stream: true }), anthropic({ stream: true })]);
    const text = await first.text();
    const names = [...text.matchAll(/^event: (\w+)$/gm)].map((match) => match[1] ?? "");
    const deltas = names.filter((name) => name === "content_block_delta");
    expect(names.filter((name) => name !== "content_block_delta")).toEqual([
      "message_start",
      "content_block_start",
      "ping",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    expect(deltas.length).toBeGreaterThanOrEqual(20);
    expect(deltas.length).toBeLessThanOrEqual(60);
    expect(await second.text()).toBe(text);
  });

  test("whole answers carry text and usage", async () => {
    const answer = await (await anthropic({})).json();
    expect(answer).toMatchObject({ type: "message", role: "assistant", stop_reason: "end_turn" });
    expect(answer).toMatchObject({ content: [{ type: "text", text: expect.stringContaining("stand-in") }] });
  });

  test.each([
    [{ key: "sk-ant-api03-unknown" }, 401, "authentication_error"],
    [{ key: "sk-ant-demo-" }, 401, "authentication_error"],
    [{ key: "sk-demo-right" }, 401, "authentication_error"],
    [{ key: "sk-ant-demo-refused-1" }, 401, "authentication_error"],
    [{ key: "sk-ant-demo-forbidden-1" }, 403, "permission_error"],
    [{ key: "sk-ant-demo-no-credit-1" }, 400, "invalid_request_error"],
    [{ key: "sk-ant-demo-rate-limited-1" }, 429, "rate_limit_error"],
    [{ key: "sk-ant-demo-overloaded-1" }, 529, "overloaded_error"],
    [{ key: "sk-ant-demo-broken-1" }, 500, "api_error"],
    [{ prompt: "[[overloaded]] Plan it." }, 529, "overloaded_error"],
    [{ model: "claude-nine" }, 404, "not_found_error"],
  ])("%o gets %i %s", async (call, status, type) => {
    const response = await anthropic(call);
    expect(response.status).toBe(status);
    expect(response.headers.get("retry-after")).toBe(status === 429 ? "1" : null);
    expect(await response.json()).toEqual({
      type: "error",
      error: { type, message: expect.any(String) },
      request_id: response.headers.get("request-id"),
    });
  });

  test("the list of models refuses an unknown key and still answers one that is refused later", async () => {
    const version = { "anthropic-version": "2023-06-01" };
    expect((await models({ ...version, "x-api-key": "sk-ant-other" })).status).toBe(401);
    const response = await models({ ...version, "x-api-key": "sk-ant-demo-refused-1" });
    expect(await response.json()).toMatchObject({
      data: expect.arrayContaining([expect.objectContaining({ type: "model" })]),
    });
  });
});

describe("as OpenAI", () => {
  test("the stream ends with the counts and [DONE]", async () => {
    const text = await (await openai({ stream: true })).text();
    const events = text
      .trim()
      .split("\n\n")
      .map((line) => line.replace("data: ", ""));
    expect(events.at(-1)).toBe("[DONE]");
    const usage = { prompt_tokens: expect.any(Number), completion_tokens: expect.any(Number) };
    expect(JSON.parse(events.at(-2) ?? "")).toMatchObject({ choices: [], usage });
    expect(JSON.parse(events.at(-3) ?? "")).toMatchObject({
      choices: [{ finish_reason: "stop" }],
      usage: null,
    });
  });

  test.each([
    [{ key: "sk-proj-unknown" }, 401, "invalid_api_key"],
    [{ key: "sk-demo-refused-1" }, 401, "invalid_api_key"],
    [{ key: "sk-demo-rate-limited-1" }, 429, "rate_limit_exceeded"],
    [{ key: "sk-demo-no-credit-1" }, 429, "insufficient_quota"],
    [{ key: "sk-demo-overloaded-1" }, 503, null],
    [{ model: "gpt-nine" }, 404, "model_not_found"],
  ])("%o gets %i %s", async (call, status, code) => {
    const response = await openai(call);
    expect(response.status).toBe(status);
    const error = { message: expect.any(String), type: expect.any(String), param: null, code };
    expect(await response.json()).toEqual({ error });
  });

  test("an unknown key comes back with its middle hidden", async () => {
    const body = await (await models({ authorization: "Bearer sk-proj-secretmiddle-1234" })).text();
    expect(body).toContain("Incorrect API key provided: sk-proj-*");
    expect(body).not.toContain("secretmiddle");
  });
});

test("a marker with a number holds for so many tries, and then begins again", async () => {
  const statuses = [];
  for (let i = 0; i < 6; i++) statuses.push((await openai({ prompt: "[[broken 2]] Plan it." })).status);
  expect(statuses).toEqual([500, 500, 200, 500, 500, 200]);
});

test("it says what it is, serves the demo's page, and counts requests without their keys", async () => {
  const own = await startProviderStandIn();
  const page = await fetch(`${own.url}/pages/spec`);
  expect(page.headers.get("server")).toContain("stand-in");
  expect(await page.text()).toContain("<h2>Open questions</h2>");
  await fetch(`${own.url}/v1/models`, { headers: { authorization: "Bearer sk-demo-canary" } }).then((r) =>
    r.text(),
  );
  await own.close();
  expect([...own.requests]).toEqual([
    ["GET /pages/spec 200", 1],
    ["GET /v1/models 200", 1],
  ]);
});
