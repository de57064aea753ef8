import fc from "fast-check";
import { expect, test } from "vitest";
import { linesOf } from "./lines.ts";

async function* chunks(parts: Buffer[]) {
  yield* parts;
}

test("lines come out whole wherever the stream was cut, also inside a character", async () => {
  const line = fc
    .string({ unit: "binary", maxLength: 20 })
    .map((text) => text.replaceAll("\n", " ").toWellFormed());
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(200)),
      async (lines, cuts) => {
        const bytes = Buffer.from(`${lines.join("\n")}\n`);
        const at = [...new Set([0, ...cuts.filter((cut) => cut < bytes.length), bytes.length])].sort(
          (a, b) => a - b,
        );
        const parts = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
        const found: string[] = [];
        for await (const text of linesOf(chunks(parts))) found.push(text);
        expect(found).toEqual(lines);
      },
    ),
  );
});

test("a last line without an end is given too", async () => {
  const found: string[] = [];
  for await (const text of linesOf(chunks([Buffer.from("a\nb")]))) found.push(text);
  expect(found).toEqual(["a", "b"]);
});
