import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMask, maskDeep, masked } from "./mask.ts";
import { Pieces } from "./pieces.ts";

const secret = fc.string({ unit: fc.constantFrom(...'abcXYZ012-_/+"\\%'), minLength: 20, maxLength: 60 });

describe("createMask", () => {
  test("no form of a secret is left in a text", () => {
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        const mask = createMask([value]);
        const forms = [
          value,
          encodeURIComponent(value),
          Buffer.from(value).toString("base64"),
          Buffer.from(value).toString("base64url"),
          JSON.stringify(value).slice(1, -1),
        ];
        for (const form of forms) expect(mask(`${before}${form}${after}`)).not.toContain(form);
      }),
    );
  });

  test("a secret that begins another one does not leave the other's end visible", () => {
    const mask = createMask(["sk-ant-1234", "sk-ant-1234-longer-tail"]);
    expect(mask("key sk-ant-1234-longer-tail.")).toBe(`key ${masked}.`);
  });

  test("each long word of a secret with several lines is masked by itself", () => {
    const mask = createMask(['{\n "private_key": "MIIEvQIBADANBgkqhkiG9w0",\n "type": "x"\n}']);
    expect(mask("I saw MIIEvQIBADANBgkqhkiG9w0")).not.toBe("");
    expect(mask('I saw "MIIEvQIBADANBgkqhkiG9w0", there')).toBe(`I saw "${masked}", there`);
  });

  test.each([
    [
      "a field of JSON in one line",
      '{"token":"abcdefgh12345678","u":"https://x.example/path"}',
      "abcdefgh12345678",
    ],
    [
      "a line of a key within JSON",
      JSON.stringify({
        private_key: "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG\n-----END PRIVATE KEY-----",
      }),
      "MIIEvQIBADANBgkqhkiG",
    ],
    ["a field of a field", '{"auths":{"r.example":{"auth":"dXNlcjpwYXNzd29yZA=="}}}', "dXNlcjpwYXNzd29yZA=="],
    ["what is assigned", "export TOKEN=\"abcdefgh12345678\"\nOTHER='second-secret-1'", "second-secret-1"],
    ["a line", "first line of it\r\nsecond line, also long", "second line, also long"],
  ])("%s is masked by itself", (_, secret, part) => {
    for (const form of [part, Buffer.from(part).toString("base64"), encodeURIComponent(part)])
      expect(createMask([secret])(`I saw ${form}.`)).toBe(`I saw ${masked}.`);
  });

  test("an address in a secret of JSON stays readable", () => {
    const secret = '{"token_uri":"https://oauth2.example/token","key":"abcdefgh12345678"}';
    expect(createMask([secret])("See https://oauth2.example/token.")).toContain(
      "https://oauth2.example/token",
    );
  });

  test("values too short to be secrets leave ordinary text alone", () => {
    expect(createMask(["the", ""])("the answer")).toBe("the answer");
  });

  test("every string of a line is masked, keys included, and other values stay", () => {
    const line = { "key-abcdef": ["key-abcdef", 7, null, { text: "a key-abcdef b" }] };
    const expected = { [masked]: [masked, 7, null, { text: `a ${masked} b` }] };
    expect(maskDeep(line, createMask(["key-abcdef"]))).toEqual(expected);
  });
});

describe("Pieces", () => {
  const collect = async (tokens: string[], now: () => number) => {
    const out: string[] = [];
    const pieces = new Pieces(
      async (piece) => {
        out.push(piece);
      },
      { now },
    );
    for (const token of tokens) await pieces.push(token);
    await pieces.flush();
    return out;
  };

  test("joined they are the text, and none ends inside a word, however slow the tokens come", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom(..."ab. \n") })),
        fc.nat(300),
        async (tokens, step) => {
          let clock = 0;
          const out = await collect(tokens, () => {
            clock += step;
            return clock;
          });
          expect(out.join("")).toBe(tokens.join(""));
          for (const piece of out.slice(0, -1)) expect(piece).toMatch(/\s$/);
        },
      ),
    );
  });

  test("a sentence and a line are each one piece", async () => {
    const out = await collect(["One is", " here. Two", " follows.\nThree"], () => 0);
    expect(out).toEqual(["One is here. ", "Two follows.\n", "Three"]);
  });
});
