import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { eventStream } from "./event-stream.ts";

const request = () => new Request("http://localhost/stream");
const line = "x".repeat(200);
let readers = 0;
const someone = () => ({ name: `reader ${readers++}`, most: 1 });

test("a slow reader gets every event of a sender that waits, and few of them wait in memory", async () => {
  const count = 6000;
  let sent = 0;
  const response = eventStream(request(), someone(), async (send) => {
    for (let i = 1; i <= count; i++) {
      await send("line", line, String(i));
      sent = i;
    }
  });
  let text = "";
  let most = 0;
  const decoder = new TextDecoder();
  for await (const chunk of response.body!) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length % 7 === 0) await sleep(0);
    const arrived = text.length / (line.length + 30);
    most = Math.max(most, sent - arrived);
  }
  const ids = [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  expect(ids).toEqual(Array.from({ length: count }, (_, i) => i + 1));
  expect(most).toBeLessThan(1000);
});

test("a reader that stands still is cut off from a sender that cannot wait, with a bound on what is held", async () => {
  let sent = 0;
  const response = eventStream(request(), someone(), async (send, signal) => {
    while (!signal.aborted) {
      void send("change", line);
      sent += 1;
    }
  });
  const text = await response.text();
  expect(sent).toBeGreaterThan(1000);
  expect(text.length).toBeLessThan(1.1 * 1024 * 1024);
});

test("a sender that waits for a reader goes on when the reader leaves", async () => {
  const ended = Promise.withResolvers<void>();
  const response = eventStream(request(), someone(), async (send, signal) => {
    while (!signal.aborted) await send("line", line);
    ended.resolve();
  });
  const reader = response.body!.getReader();
  await reader.read();
  await reader.cancel();
  await ended.promise;
});

test("a reader that left before the stream began is sent nothing, and waited for by nobody", async () => {
  const left = new Request("http://localhost/stream", { signal: AbortSignal.abort() });
  const ended = Promise.withResolvers<void>();
  const response = eventStream(left, someone(), async (send, signal) => {
    expect(signal.aborted).toBe(true);
    await send("line", line);
    ended.resolve();
  });
  await ended.promise;
  expect(await response.text()).toBe("retry: 1000\n\n");
});

test("a reader has so many open at once, and another one when one of them has ended", async () => {
  const mine = { name: "greedy", most: 2 };
  const leaving = new AbortController();
  const stay = (_: unknown, signal: AbortSignal) =>
    new Promise<void>((over) => signal.addEventListener("abort", () => over()));
  const first = eventStream(new Request("http://localhost/stream", { signal: leaving.signal }), mine, stay);
  const second = eventStream(request(), mine, stay);
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(eventStream(request(), mine, stay).status).toBe(429);
  expect(eventStream(request(), someone(), stay).status).toBe(200);
  leaving.abort();
  expect(eventStream(request(), mine, stay).status).toBe(200);
});
