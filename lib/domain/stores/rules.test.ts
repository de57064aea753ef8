import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MOST_EXTERNAL, tenantsFetching } from "#lib/domain/clusters/contract/brought.ts";
import { describedBytes, MOST_DESCRIBED } from "#lib/domain/credentials/rules.ts";
import { externalSpecs, type FetchedRow } from "./resource.ts";
import { isOffered, keyRefusal, offeredStores, syncOf, wantedReference } from "./rules.ts";
import { addReferenceInput } from "./schema.ts";

const place = {
  organizationId: "0190f3c1-0000-7000-8000-000000000001",
  projectId: "0190f3c1-0000-7000-8000-000000000002",
  organization: { slug: "acme" },
  project: { slug: "vision" },
};
const [vault] = offeredStores(
  [{ kind: "ClusterSecretStore", name: "vault", prefix: "portico/{organization}/{project}/" }],
  place,
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

test("what a prefix says of a project may be what no other ever gets", () => {
  const setting = {
    kind: "ClusterSecretStore",
    name: "vault",
    prefix: "{organizationId}/{projectId}/",
  } as const;
  expect(offeredStores([setting], place)).toMatchObject([
    { prefix: `${place.organizationId}/${place.projectId}/` },
  ]);
});

test("an organization refers to what is said of no project, in a store for all", () => {
  const prefixes = [
    "portico/{organization}/",
    "{organizationId}.",
    "{organization}/{project}/",
    "{projectId}/",
  ];
  const settings = prefixes.map(
    (prefix, at) => ({ kind: "ClusterSecretStore", name: `s${at}`, prefix }) as const,
  );
  const { organizationId, organization } = place;
  const offered = offeredStores([...settings, { kind: "SecretStore", name: "own", prefix: "" }], {
    organizationId,
    organization,
  });
  expect(offered.map(({ prefix }) => prefix)).toEqual(["portico/acme/", `${place.organizationId}.`]);
  const one = { kind: "ClusterSecretStore", name: "vault", prefix: "{organization}/" } as const;
  const [all, own] = [{ ...one, for: "organizations" } as const, { ...one, for: "projects" } as const];
  const namedBy = (at: typeof place | { organizationId: string; organization: { slug: string } }) =>
    [one, all, own].filter((store) => offeredStores([store], at).length > 0);
  expect([namedBy(place), namedBy({ organizationId, organization })]).toEqual([
    [one, own],
    [one, all],
  ]);
});

test("a reference is offered as long as its store is, and all its keys are below the prefix", () => {
  const store = { kind: "ClusterSecretStore", name: "vault" } as const;
  const at = (...keys: string[]) => ({
    store,
    refreshSeconds: 900,
    parts: Object.fromEntries(keys.map((remoteKey, i) => [`part-${i}`, { remoteKey }])),
  });
  const mine = at("portico/acme/vision/jira", "portico/acme/vision/hook");
  expect(isOffered(mine, [vault!])).toBe(true);
  expect(isOffered(mine, [])).toBe(false);
  expect(isOffered(mine, [{ ...vault!, name: "other" }])).toBe(false);
  expect(isOffered(mine, [{ ...vault!, kind: "SecretStore" }])).toBe(false);
  expect(isOffered(mine, [{ ...vault!, prefix: "portico/acme/vision/jira/" }])).toBe(false);
  expect(isOffered(at("portico/acme/vision/jira", "portico/acme/other/hook"), [vault!])).toBe(false);
});

describe("a reference", () => {
  const asked = (more: object = {}) =>
    wantedReference(
      addReferenceInput.parse({
        kind: "jira",
        name: "jira",
        settings: { siteUrl: "https://jira.example", email: "bot@example.org" },
        store: "ClusterSecretStore/vault",
        parts: { "api-token": { remoteKey: "portico/acme/vision/jira", property: "token" } },
        ...more,
      }),
      [vault!],
    );

  test("is kept with its settings, the store's name and the keys of the parts that it has", () => {
    expect(asked()).toEqual({
      ok: true,
      value: {
        kind: "jira",
        name: "jira",
        secretKey: "jira-api-token",
        parts: ["jira-api-token"],
        settings: { siteUrl: "https://jira.example", email: "bot@example.org" },
        external: {
          store: { kind: "ClusterSecretStore", name: "vault" },
          refreshSeconds: 3600,
          parts: { "api-token": { remoteKey: "portico/acme/vision/jira", property: "token" } },
        },
      },
    });
  });

  test("is refused where the cluster would refuse the whole project for it, at the setting that makes it so long", () => {
    const pem = (bytes: number) => {
      const lines = Array.from({ length: Math.floor(bytes / 65) }, () => "A".repeat(64));
      return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----"].join("\n");
    };
    const gitlab = (bytes: number) =>
      asked({
        ...{ kind: "gitlab", name: "gitlab", settings: { ca: pem(bytes) } },
        parts: { token: { remoteKey: "portico/acme/vision/gitlab" } },
      });
    expect(gitlab(12_000)).toMatchObject({ ok: true });
    // As long as its form lets it be; each end of a line is two characters in JSON.
    expect(gitlab(16_300)).toMatchObject({ ok: false, field: "settings.ca", reason: "reference_large" });
  });

  test.each([
    [{ kind: "nothing" }, "kind", "kind_unknown"],
    [{ settings: {} }, "settings.siteUrl", "required"],
    [
      { settings: { siteUrl: "https://j.example", email: "a@b.example", more: "x" } },
      "settings",
      "setting_unknown",
    ],
    [{ store: "ClusterSecretStore/other" }, "store", "store_unknown"],
    [{ parts: {} }, "parts.api-token.remoteKey", "required"],
    [{ parts: { "api-token": { remoteKey: " " } } }, "parts.api-token.remoteKey", "required"],
    [
      { parts: { "api-token": { remoteKey: "portico/other/x/jira" } } },
      "parts.api-token.remoteKey",
      "store_prefix",
    ],
    [
      { parts: { "api-token": { remoteKey: "portico/acme/vision/jira" }, more: { remoteKey: "x" } } },
      "parts.more",
      "part_unknown",
    ],
  ])("with %j is refused at %s", (more, field, reason) => {
    expect(asked(more)).toMatchObject({ ok: false, field, reason });
  });
});

test("of what one owner refers to, what the cluster would refuse is left out and the rest is asked for", () => {
  const row = (at: number, note = ""): FetchedRow => ({
    ...{ kind: "generic", name: `n${at}`, secretKey: `generic-value.n${at}`, disabled: false },
    ...{ parts: [`generic-value.n${at}`], settings: { note } },
    external: {
      store: { kind: "ClusterSecretStore", name: "vault" },
      refreshSeconds: 900,
      parts: { value: { remoteKey: "portico/acme/vision/one" } },
    },
  });
  const names = (rows: FetchedRow[]) => externalSpecs(rows).map(({ name }) => name);
  const many = Array.from({ length: MOST_EXTERNAL + 5 }, (_, at) => row(at));
  expect(names(many)).toEqual(many.slice(0, MOST_EXTERNAL).map(({ secretKey }) => secretKey));
  expect(names([row(0, "x".repeat(17_000)), row(1)])).toEqual(["generic-value.n1"]);
  // Each is taken, all together are not.
  const large = externalSpecs([...Array.from({ length: 20 }, (_, at) => row(at, "é".repeat(7000))), row(20)]);
  const bytes = large.reduce((sum, { name, descriptor }) => sum + describedBytes(name, descriptor), 0);
  expect(bytes).toBeLessThanOrEqual(MOST_DESCRIBED);
  expect([large.length, large.at(-1)?.name]).toEqual([8, "generic-value.n20"]);
});

test("for whom something is fetched is seen by the Secrets that are filled and by what fills them", () => {
  const at = (name: string, namespace: string, tenant: string) => ({
    metadata: { name, namespace, labels: { "portico.dev/tenant": tenant } },
  });
  const here = "portico-credentials";
  const filled = [at("acme", here, "acme"), at("external.beta", here, "beta")];
  const asked = [at("x", here, "gamma"), at("y", here, "beta"), at("z", "acme-vision", "acme")];
  expect(tenantsFetching(filled, asked)).toEqual(["beta", "gamma"]);
});

test("what the operator says is whether it could fetch, in its words and since when", () => {
  expect(syncOf({})).toEqual({ ready: null, reason: "", message: "", refreshedAt: null, since: null });
  const refreshTime = "2026-11-22T10:00:00Z";
  const condition = {
    type: "Ready",
    reason: "SecretSynced",
    message: "secret synced",
    lastTransitionTime: refreshTime,
  };
  expect(syncOf({ status: { refreshTime, conditions: [{ ...condition, status: "True" }] } })).toEqual({
    ready: true,
    reason: "SecretSynced",
    message: "secret synced",
    refreshedAt: refreshTime,
    since: refreshTime,
  });
  const early = { ...condition, reason: "SecretMissing", status: "True" as const };
  expect(syncOf({ status: { refreshTime, conditions: [early] } })).toEqual(syncOf({}));
  expect(syncOf({ status: { conditions: [{ ...condition, status: "False" }] } })).toMatchObject({
    ready: false,
  });
});
