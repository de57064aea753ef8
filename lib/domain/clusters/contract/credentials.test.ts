import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  credentialAnnotation,
  findDescriptor,
  isOwnVariable,
  isVariableName,
  secretKeyName,
} from "./credentials.ts";

describe("the descriptor of a credential", () => {
  const jira = {
    kind: "jira",
    name: "jira",
    keys: { "api-token": "jira-api-token", "webhook-secret": "jira-webhook-secret" },
    settings: { url: "https://jira.example" },
  };
  const on = (value: unknown, key = "jira-api-token") => ({
    [credentialAnnotation(key)]: typeof value === "string" ? value : JSON.stringify(value),
  });

  test("is found by the primary key, and says what the Secret holds of it", () => {
    expect(findDescriptor(on(jira), "jira-api-token")).toEqual({ ...jira, disabled: false });
    expect(findDescriptor({}, "jira-api-token")).toBeUndefined();
    expect(findDescriptor(undefined, "jira-api-token")).toBeUndefined();
    // Not by another of its keys.
    expect(findDescriptor(on(jira), "jira-webhook-secret")).toBeUndefined();
  });

  test.each([
    ["is no JSON", "{"],
    ["has no keys", { kind: "jira", name: "jira" }],
    ["does not hold the key that it stands for", { ...jira, keys: { "api-token": "other" } }],
    ["leads out of the folder", { ...jira, keys: { ...jira.keys, more: "../../etc/passwd" } }],
    ["names the volume's own entries", { ...jira, keys: { ...jira.keys, more: "..data" } }],
  ])("is not believed when it %s", (_, value) => {
    expect(findDescriptor(on(value), "jira-api-token")).toBeNull();
  });

  test("is never read from anything but an annotation of its own", () => {
    expect(findDescriptor({}, "constructor")).toBeUndefined();
    fc.assert(
      fc.property(fc.string(), fc.string(), (key, text) => {
        const found = findDescriptor({ [credentialAnnotation(key)]: text }, key);
        if (found) expect(Object.values(found.keys)).toContain(key);
      }),
    );
  });
});

test.each([".", "..", "..data", "a/b", "../a", "a b", "", "ä"])("%j is no key of a Secret", (key) => {
  expect(secretKeyName.safeParse(key).success).toBe(false);
});

describe("a variable", () => {
  test.each([
    "PORTICO_PROVIDER_URL",
    "HOME",
    "PATH",
    "LD_PRELOAD",
    "NODE_OPTIONS",
    "NODE_EXTRA_CA_CERTS",
    "HTTPS_PROXY",
    "https_proxy",
    "BASH_ENV",
    "GIT_SSH_COMMAND",
    "PYTHONPATH",
    "SSL_CERT_FILE",
    "path",
  ])("%s is not for a credential", (name) => {
    expect(isOwnVariable(name)).toBe(true);
    expect(isVariableName(name)).toBe(false);
  });

  test.each(["JIRA_API_TOKEN", "GITHUB_TOKEN", "GITLAB_TOKEN", "AWS_ACCESS_KEY_ID", "AZURE_OPENAI_API_KEY"])(
    "%s is",
    (name) => {
      expect(isVariableName(name)).toBe(true);
    },
  );

  test.each(["a b", "1A", "A-B", "A=B", "", "A\nB", "lower", "A".repeat(65)])("%j is none", (name) => {
    expect(isVariableName(name)).toBe(false);
  });
});
