import fc from "fast-check";
import { describe, expect, test } from "vitest";
import texts from "../../../messages/en/credentialTest.json" with { type: "json" };
import { testCauses } from "./check/probe.ts";
import { cutValues } from "./check.ts";

describe("what a provider says back", () => {
  // Without brackets: what is left around a cut then never makes one with it.
  const secret = fc.string({ minLength: 4, maxLength: 60 }).filter((text) => !/[[\]]/.test(text));

  test("has no secret left in it, in whichever form it came", () => {
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        const forms = [
          value,
          encodeURIComponent(value),
          JSON.stringify(value).slice(1, -1),
          Buffer.from(value).toString("base64"),
        ];
        for (const form of forms) {
          expect(cutValues(`${before}${form}${after}`, [value])).not.toContain(form);
        }
      }),
    );
  });

  test("is left whole where there is none", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(cutValues(text, ["", "abc"])).toBe(text);
      }),
    );
  });

  test("loses each line of a secret of several", () => {
    const file = JSON.stringify({ private_key: "-----BEGIN-----\nAAAABBBB\nCCCCDDDD\n-----END-----" });
    expect(cutValues("got CCCCDDDD and AAAABBBB", [file])).toBe("got [cut] and [cut]");
  });
});

test("every cause has a sentence", () => {
  expect(Object.keys(texts.cause).sort()).toEqual([...testCauses].sort());
});
