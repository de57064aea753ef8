import { describe, expect, test } from "vitest";
import { credentialAnnotation } from "#lib/domain/clusters/contract/credentials.ts";
import { contentOf, mendFilled } from "./brought.ts";
import { filledSecret } from "./manifests/credentials.ts";

const key = "jira-api-token";
const described = (settings: object) =>
  JSON.stringify({ kind: "jira", name: "jira", keys: { "api-token": key }, settings });
const settings = { siteUrl: "https://jira.example", email: "bot@example.org" };
const asked = (descriptor = described(settings)) => [
  {
    ...{ name: key, descriptor, refreshSeconds: 900 },
    store: { kind: "ClusterSecretStore" as const, name: "vault" },
    data: [{ key, remoteKey: "acme/jira" }],
  },
];
const secret = (annotations: Record<string, string> = {}, has: string[] = []) => ({
  ...{ apiVersion: "v1", kind: "Secret" },
  metadata: {
    ...{ name: "external-credentials", namespace: "x", uid: "u", annotations },
    managedFields: [{ fieldsV1: { "f:data": Object.fromEntries(has.map((it) => [`f:${it}`, {}])) } }],
  },
});
const filled = (descriptor?: string, has: string[] = [key]) =>
  filledSecret(secret({}, has), asked(descriptor));

describe("a Secret that the operator fills", () => {
  const taken = (wanted: ReturnType<typeof asked>, live: ReturnType<typeof filled>) => {
    const desired = filledSecret(secret(), wanted);
    const mending = mendFilled(wanted, desired, live);
    return mending?.patch(desired, live).data;
  };

  test("is left alone while it says what it should, and loses what nobody asks for", () => {
    expect(taken(asked(), filled())).toBeUndefined();
    expect(taken(asked(), filled(undefined, [key, "other"]))).toEqual({ other: null });
  });

  test("keeps a value whose settings change, but for one that was fetched for another address", () => {
    expect(taken(asked(described({ ...settings, email: "other@example.org" })), filled())).toEqual({});
    expect(taken(asked(described({ ...settings, siteUrl: "https://evil.example" })), filled())).toEqual({
      [key]: null,
    });
  });
});

test("a project's copy has of each name what the organization's Secrets have, typed or fetched", () => {
  const of = (name: string, value: string) => ({
    ...{ apiVersion: "v1", kind: "Secret" },
    metadata: {
      name: "x",
      annotations: {
        [credentialAnnotation(name)]: JSON.stringify({
          kind: "x",
          name,
          keys: { value: name },
          settings: {},
        }),
      },
    },
    data: { [name]: value, unshared: "no" },
  });
  const typed = of("one", "MQ==");
  const fetched = of("two", "Mg==");
  expect(contentOf(["one", "two", "three"], [typed, fetched]).data).toEqual({ one: "MQ==", two: "Mg==" });
  expect(contentOf(["two"], [undefined, fetched]).data).toEqual({ two: "Mg==" });
});
