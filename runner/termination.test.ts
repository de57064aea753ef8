import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Termination, terminationLimit, terminationMessage } from "./termination.ts";

const usage = { inputTokens: 812, outputTokens: 1204, requests: 1 };

describe("terminationMessage", () => {
  test("is valid JSON of at most 4096 bytes, and its summary a beginning of the whole, for any text", () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('"', "\n", "é", "漢", "👩‍🚀", "\u0001", "a"),
        fc.string({ minLength: 1, maxLength: 1 }),
      ),
      maxLength: 6000,
    });
    fc.assert(
      fc.property(text, (summary) => {
        const message = terminationMessage({ reason: "finished", summary, usage });
        expect(Buffer.byteLength(message)).toBeLessThanOrEqual(terminationLimit);
        const read = JSON.parse(message) as Termination;
        expect(read).toMatchObject({ reason: "finished", usage });
        expect(read.summary === summary || summary.startsWith(read.summary.slice(0, -1))).toBe(true);
      }),
    );
  });

  test("a character of several bytes is kept whole or left out", () => {
    const message = terminationMessage({ reason: "finished", summary: "👩".repeat(2000), usage });
    const { summary } = JSON.parse(message) as Termination;
    expect(summary).toMatch(/^(👩)+…$/u);
    expect(Buffer.byteLength(message)).toBeGreaterThan(terminationLimit - 5);
  });

  test("a short summary is not touched", () => {
    const termination = { reason: "stopped", summary: "The session was stopped.", usage };
    expect(JSON.parse(terminationMessage(termination))).toEqual(termination);
  });
});
