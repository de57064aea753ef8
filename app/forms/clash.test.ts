import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import credentialForm from "../../messages/en/credentialForm.json" with { type: "json" };
import { clashes, clashOf } from "./clash.ts";

test.each([
  ["https://a.example", "set to https://a.example."],
  ["none", "set to none."],
  ["empty", "set to empty."],
  ["", "emptied."],
  [null, "emptied."],
  [undefined, "emptied."],
  [true, "turned on."],
  [false, "turned off."],
])("%j is told as what it was set to", (now, said) => {
  const t = createTranslator({ locale: "en", messages: { credentialForm }, namespace: "credentialForm" });
  expect(t("clash", clashOf(now))).toBe(`Meanwhile it was ${said} Saving puts yours in its place.`);
});

test.each([
  ["nothing typed", undefined, "one", "two", false],
  ["both changed it", "mine", "one", "two", true],
  ["both changed it, alike", "two", "one", "two", false],
  ["emptied, while another set it", "", "one", "two", true],
  ["as it was", "mine", "one", "one", false],
  ["an address that was not there", "mine", undefined, "two", true],
])("%s: a clash is what both changed", (_, typed, first, now, clash) => {
  expect(clashes(typed, first, now)).toBe(clash);
});
