import { describe, expect, test } from "vitest";
import { goDuration } from "#lib/domain/clusters/contract/brought.ts";
import { project } from "../../testing/factories.ts";
import { broughtManifests } from "./credentials.ts";

const descriptor = JSON.stringify({ kind: "jira", name: "jira", keys: { "api-token": "jira-api-token" } });
const external = {
  name: "jira-api-token",
  descriptor,
  store: { kind: "ClusterSecretStore", name: "vault" },
  refreshSeconds: 900,
  data: [
    { key: "jira-api-token", remoteKey: "acme/jira", property: "token" },
    { key: "jira-webhook-secret", remoteKey: "acme/hook" },
  ],
};

describe("what others bring into a project", () => {
  test("is nothing where nobody brings anything", () => {
    expect(broughtManifests(project())).toEqual([]);
  });

  test("of the organization is one Secret, without a value in it", () => {
    const [secret, ...rest] = broughtManifests(
      project({ sharedCredentials: [{ name: "anthropic-api-key" }] }),
    );
    expect(rest).toEqual([]);
    expect(secret).toMatchObject({
      kind: "Secret",
      metadata: { name: "shared-credentials", namespace: "project-vision" },
      type: "Opaque",
    });
    expect(secret).not.toHaveProperty("data");
  });

  test("from elsewhere is a Secret that says what each is, and one ExternalSecret for each that merges into it", () => {
    const [secret, fetching] = broughtManifests(project({ externalCredentials: [external] }));
    expect(secret).toMatchObject({
      metadata: {
        name: "external-credentials",
        // The operator hears of it by this, also when it looked before.
        labels: { "reconcile.external-secrets.io/managed": "true" },
        annotations: { "credential.portico.dev/jira-api-token": descriptor },
      },
    });
    const remote = { conversionStrategy: "Default", decodingStrategy: "None", metadataPolicy: "None" };
    expect(fetching).toMatchObject({
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      // Not as the credential: viewers see the names of a project's objects.
      metadata: { name: expect.stringMatching(/^credential-[0-9a-f]{12}$/), namespace: "project-vision" },
      spec: {
        refreshInterval: "15m0s",
        secretStoreRef: { kind: "ClusterSecretStore", name: "vault" },
        target: { name: "external-credentials", creationPolicy: "Merge", deletionPolicy: "Retain" },
        data: [
          { secretKey: "jira-api-token", remoteRef: { key: "acme/jira", property: "token", ...remote } },
          { secretKey: "jira-webhook-secret", remoteRef: { key: "acme/hook", ...remote } },
        ],
      },
    });
  });
});

test.each([
  [10, "10s"],
  [60, "1m0s"],
  [3600, "1h0m0s"],
  [5445, "1h30m45s"],
  [86400, "24h0m0s"],
])("%i seconds are %s, as the operator itself writes it", (seconds, text) => {
  expect(goDuration(seconds)).toBe(text);
});
