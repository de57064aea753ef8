import { expect, test } from "vitest";
import { withoutSecret } from "./without-secret.ts";

test("of a pasted key only what may be shown is looked for", () => {
  const key = `ptc_usr_9sWcHk3a${"x".repeat(49)}`;
  expect(withoutSecret(key)).toBe("ptc_usr_9sWcHk3a");
  expect(withoutSecret(` find ${key} `)).toBe(" find ptc_usr_9sWcHk3a ");
  expect(withoutSecret("ptc_usr_9s")).toBe("ptc_usr_9s");
  expect(withoutSecret("nightly-eval")).toBe("nightly-eval");
});
