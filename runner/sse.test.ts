import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseEvents, type ServerSentEvent } from "./sse.ts";

async function parse(chunks: Uint8Array[]): Promise<ServerSentEvent[]> {
  async function* arrive() {
    yield* chunks;
  }
  const events: ServerSentEvent[] = [];
  for await (const event of parseEvents(arrive())) events.push(event);
  return events;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const line = fc
  .string({ unit: "grapheme" })
  .map((text) => text.replace(/[\r\n]/g, "").replace(/^\uFEFF/, ""));
const event = fc.record({
  event: line.filter((name) => name !== ""),
  data: fc.array(line, { minLength: 1, maxLength: 3 }),
});

describe("parseEvents", () => {
  test("gives the same events however the bytes are cut, with every kind of line end", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 6 }),
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.array(fc.nat({ max: 400 }), { maxLength: 30 }),
        async (events, end, cuts) => {
          const text = events
            .map(({ event, data }) => [`event: ${event}`, ...data.map((l) => `data: ${l}`), "", ""].join(end))
            .join("");
          // The line end after the last event keeps a final CR from waiting for its LF.
          const all = bytes(`${text}:${end}`);
          const edges = [0, ...cuts.map((cut) => Math.min(cut, all.length)), all.length].sort(
            (a, b) => a - b,
          );
          const chunks = edges.slice(1).map((edge, i) => all.slice(edges[i], edge));
          expect(await parse(chunks)).toEqual(
            events.map(({ event, data }) => ({ event, data: data.join("\n") })),
          );
        },
      ),
    );
  });

  test("comments, unknown fields and events without data are passed over", async () => {
    const text = ": keep-alive\n\nevent: empty\n\nid: 7\nretry: 10\ndata:one\ndata\n\n";
    expect(await parse([bytes(text)])).toEqual([{ event: "message", data: "one\n" }]);
  });

  test("an event that the end of the stream cuts off is not given out", async () => {
    expect(await parse([bytes("data: whole\n\ndata: half\n")])).toEqual([
      { event: "message", data: "whole" },
    ]);
  });
});
