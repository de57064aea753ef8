import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyRefusal, offeredStores } from "./rules.ts";

const [vault] = offeredStores(
  [{ kind: "ClusterSecretStore", name: "vault", prefix: "portico/{organization}/{project}/" }],
  { organization: "acme", project: "vision" },
);

describe("a key of a store", () => {
  test("is the project's own below its prefix", () => {
    expect(vault).toMatchObject({ id: "ClusterSecretStore/vault", prefix: "portico/acme/vision/" });
    expect(keyRefusal(vault!, "portico/acme/vision/jira")).toBeNull();
    expect(keyRefusal({ prefix: "" }, "jira/token_1.a-b")).toBeNull();
  });

  test.each([
    ["", "store_prefix"],
    ["portico/acme/vision/", "store_prefix"],
    ["portico/acme/vision", "store_prefix"],
    ["portico/other/vision/jira", "store_prefix"],
    ["/portico/acme/vision/jira", "store_prefix"],
    ["portico/acme/vision/../../other/jira", "store_key_form"],
    ["portico/acme/vision/./jira", "store_key_form"],
    ["portico/acme/vision//jira", "store_key_form"],
    ["portico/acme/vision/a\\..\\b", "store_key_form"],
    ["portico/acme/vision/%2e%2e/jira", "store_key_form"],
    ["portico/acme/vision/jira?version=1", "store_key_form"],
    ["portico/acme/vision/jira\n", "store_key_form"],
  ])("%j is not", (key, reason) => {
    expect(keyRefusal(vault!, key)).toBe(reason);
  });

  test("that is let through stays below its prefix for whoever resolves it as a path", () => {
    const part = fc.constantFrom("..", ".", "", "a", "%2e%2e", "\\", "b?c", "#");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const key = vault!.prefix + parts.join("/");
        if (keyRefusal(vault!, key) !== null) return;
        expect(new URL(key, "https://store.test/").pathname.startsWith(`/${vault!.prefix}`)).toBe(true);
      }),
    );
  });
});
