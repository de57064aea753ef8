import { afterAll, beforeAll, describe, expect, test } from "vitest";
import "#test/provided.ts";
import { MOST_EXTERNAL } from "#lib/domain/clusters/contract/brought.ts";
import { listCredentials } from "#lib/domain/credentials/data.ts";
import { askForChange } from "#lib/domain/credentials/mutations.ts";
import { wantedValue } from "#lib/domain/credentials/rules.ts";
import { type Platform, projectResources } from "#lib/domain/projects/resource.ts";
import { createClient } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { type TenantTx, withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { makeOrganization, makeProject } from "#test/world.ts";
import { organizationFetches } from "./data.ts";
import {
  addReference,
  changeReference,
  noteSyncs,
  removeReference,
  switchReference,
  withholdReferences,
} from "./mutations.ts";
import { offeredStores, wantedReference } from "./rules.ts";
import { addReferenceInput, type SyncState, TOO_MUCH, WITHHELD } from "./schema.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const platform: Platform = {
  subjectPrefix: "oidc:",
  groupPrefix: "oidc:",
  subjectIssuer: undefined,
  gateways: [],
  stores: [{ kind: "ClusterSecretStore", name: "vault", prefix: "{organization}/" }],
};

async function world() {
  const organization = await makeOrganization(database.app);
  const project = await makeProject(database.app, organization);
  const { id: projectId, namespace } = project;
  const place = { organizationId: organization.id, projectId, userId: null };
  const stores = offeredStores(platform.stores, { ...place, organization, project });
  const within = <T>(work: (tx: TenantTx) => Promise<T>) => withTenant(place, work);
  const wanted = (name: string, key: string, more: object = {}) => {
    const remoteKey = `${organization.slug}/${key}`;
    const read = wantedReference(
      addReferenceInput.parse({
        kind: "jira",
        name,
        settings: { siteUrl: "https://jira.example", email: "bot@example.org" },
        store: "ClusterSecretStore/vault",
        refreshSeconds: 900,
        parts: { "api-token": { remoteKey } },
        ...more,
      }),
      stores,
    );
    if (!read.ok) throw new Error(read.reason);
    return read.value;
  };
  const add = (name = "jira", key = "jira") => within((tx) => addReference(tx, place, wanted(name, key)));
  const asked = async (offered = platform.stores) =>
    (await within((tx) => projectResources(tx, projectId, { ...platform, stores: offered })))?.project.spec
      .externalCredentials ?? [];
  const list = () => within((tx) => listCredentials(tx, projectId));
  return { place, slug: organization.slug, namespace, within, wanted, add, asked, list };
}

describe("a credential that is fetched", () => {
  test("is asked of the cluster with what it is and where it is found, switched off there, and gone from there", async () => {
    const { place, slug, within, add, asked, list } = await world();
    const added = await add();
    if (!added.ok) throw new Error(added.reason);
    const { credentialId } = added.value;
    const [one] = await asked();
    expect(one).toMatchObject({
      name: "jira-api-token",
      store: { kind: "ClusterSecretStore", name: "vault" },
      refreshSeconds: 900,
      data: [{ key: "jira-api-token", remoteKey: `${slug}/jira` }],
    });
    expect(JSON.parse(one?.descriptor ?? "")).toEqual({
      kind: "jira",
      name: "jira",
      keys: { "api-token": "jira-api-token" },
      settings: { siteUrl: "https://jira.example", email: "bot@example.org" },
    });
    await within((tx) => switchReference(tx, place, credentialId, false));
    expect(JSON.parse((await asked())[0]?.descriptor ?? "").disabled).toBe(true);
    expect((await list())[0]?.disabledAt).not.toBeNull();
    await within((tx) => switchReference(tx, place, credentialId, true));
    expect(JSON.parse((await asked())[0]?.descriptor ?? "").disabled).toBeUndefined();
    expect(await within((tx) => removeReference(tx, place, credentialId))).toMatchObject({ ok: true });
    expect([await asked(), await list()]).toEqual([[], []]);
  });

  test("is changed in its place, in the version that was seen, and says nothing of what was fetched before", async () => {
    const { place, namespace, slug, within, wanted, add, asked, list } = await world();
    const added = await add();
    if (!added.ok) throw new Error(added.reason);
    const { credentialId } = added.value;
    const change = (version: number | null, key: string, more?: object) =>
      within((tx) => changeReference(tx, place, { credentialId, version }, wanted("jira", key, more)));
    const sync: SyncState = { ready: true, reason: "", message: "", refreshedAt: null, since: null };
    const fetched = () => withPlatform((tx) => noteSyncs(tx, [{ namespace, name: "jira-api-token", sync }]));
    await fetched();
    const [here, there] = ["https://jira.example", "https://other.example"].map((siteUrl) => ({
      siteUrl,
      email: "other@example.org",
    }));
    expect(await change(1, "jira", { settings: here })).toMatchObject({
      ok: true,
      value: { settings: { email: "bot@example.org" } },
    });
    // It is the value of before still, which may no longer work.
    const still = { version: 2, settings: here, sync: { ready: true }, testPassed: null };
    expect((await list())[0]).toMatchObject(still);
    // At another address it is not: the cluster takes it away. What was told was of the one before.
    const told = (unfetchedToldAt: Date) =>
      within((tx) => tx.credential.update({ where: { id: credentialId }, data: { unfetchedToldAt } }));
    await told(new Date());
    expect(await change(2, "jira", { settings: there })).toMatchObject({ ok: true });
    expect((await list())[0]).toMatchObject({ version: 3, settings: there, sync: null });
    const row = await within((tx) => tx.credential.findUnique({ where: { id: credentialId } }));
    expect(row?.unfetchedToldAt).toBeNull();
    await fetched();
    const both = await Promise.all([
      change(3, "one", { settings: there, refreshSeconds: 60 }),
      change(3, "two", { settings: there, refreshSeconds: 60 }),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ reason: "credential_changed" });
    expect((await list())[0]).toMatchObject({ version: 4, sync: null });
    const remoteKey = expect.stringMatching(new RegExp(`^${slug}/(one|two)$`));
    expect(await asked()).toMatchObject([{ refreshSeconds: 60, data: [{ remoteKey }] }]);
    const other = await world();
    expect(
      await other.within((tx) =>
        changeReference(tx, other.place, { credentialId, version: null }, other.wanted("jira", "x")),
      ),
    ).toMatchObject({ reason: "not_found" });
  });

  test("of an organization is asked for by itself, without what its store no longer covers, and goes from its projects", async () => {
    const { place, slug, within, wanted, asked } = await world();
    const { organizationId, projectId } = place;
    const own = { ...place, projectId: null };
    const added = await within((tx) => addReference(tx, own, wanted("jira", "jira")));
    if (!added.ok) throw new Error(added.reason);
    const { credentialId } = added.value;
    const fetches = (stores = platform.stores) =>
      within((tx) => organizationFetches(tx, organizationId, stores));
    const data = [{ key: "jira-api-token", remoteKey: `${slug}/jira` }];
    expect(await fetches()).toMatchObject({ tenant: slug, credentials: [{ name: "jira-api-token", data }] });
    expect(await asked()).toEqual([]);
    // It is none of a project's, nor the other way round.
    expect(await within((tx) => removeReference(tx, place, credentialId))).toMatchObject({ ok: false });
    const jobs = () =>
      withPlatform(
        (tx) => tx.$queryRaw<object[]>`
          select 1 from pgboss.job where name = 'credentials.fetch' and data ->> 'organizationId' = ${organizationId}
            and state < 'active'`,
      ).then(({ length }) => length);
    const before = await jobs();
    expect(before).toBeGreaterThan(0);
    await within((tx) => switchReference(tx, own, credentialId, false));
    expect(await jobs()).toBe(before + 1);
    expect((await fetches())?.credentials[0]?.descriptor).toContain('"disabled":true');
    const narrowed = platform.stores.map((store) => ({ ...store, prefix: "{organization}/{project}/" }));
    expect((await fetches(narrowed))?.credentials).toEqual([]);
    await withPlatform((tx) => withholdReferences(tx, narrowed));
    const row = () => withPlatform((tx) => tx.credential.findUnique({ where: { id: credentialId } }));
    expect((await row())?.sync).toMatchObject({ reason: WITHHELD });
    // Those that wait do what is asked now as well.
    expect(await jobs()).toBe(before + 1);
    const done = async () => {
      const worker = createClient(database.workerUrl, 1);
      await worker.$executeRaw`update pgboss.job set state = 'completed' where name = 'credentials.fetch'`;
      await worker.$disconnect();
    };
    await done();
    // All others of this file as well.
    await withPlatform((tx) => withholdReferences(tx, platform.stores));
    expect([(await row())?.sync, await jobs()]).toEqual([null, 1]);
    await withPlatform((tx) => withholdReferences(tx, platform.stores));
    expect(await jobs()).toBe(1);
    await within((tx) => tx.credentialBinding.create({ data: { organizationId, credentialId, projectId } }));
    expect(await within((tx) => removeReference(tx, own, credentialId))).toMatchObject({ ok: true });
    expect([await row(), (await fetches())?.credentials]).toEqual([null, []]);
    // What the cluster still has of it goes, also when nobody asked for that in time.
    await done();
    await withPlatform((tx) => withholdReferences(tx, platform.stores));
    expect(await jobs()).toBe(0);
    await withPlatform((tx) => withholdReferences(tx, platform.stores, [slug, "nobodys"]));
    expect(await jobs()).toBe(1);
  });

  test("is one of so many at most, and all together say no more than their Secret takes, however many ask at once", async () => {
    const { place, within, wanted, add, asked } = await world();
    // Each as long as its form lets it be: an end of a line is two characters in JSON.
    const lines = Array.from({ length: 180 }, () => "A".repeat(64));
    const ca = ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----"].join("\n");
    const large = (name: string) => {
      const { settings, ...rest } = wanted(name, name);
      return { ...rest, settings: { ...settings, ca } };
    };
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => within((tx) => addReference(tx, place, large(`l${at}`)))),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(8);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ reason: "described_most" });
    expect(await asked()).toHaveLength(8);
    // One that is there may be made smaller, and a small one does not become a large one.
    const small = await add("small");
    if (!small.ok) throw new Error(small.reason);
    const change = (to: ReturnType<typeof wanted>) =>
      within((tx) =>
        changeReference(tx, place, { credentialId: small.value.credentialId, version: null }, to),
      );
    expect(await change(large("small"))).toMatchObject({ ok: false, reason: "described_most" });
    expect(await change(wanted("small", "elsewhere"))).toMatchObject({ ok: true });
    const given = (settings: object) =>
      within((tx) =>
        askForChange(tx, place, {
          ...{ id: newId(), what: "value", secretKey: `t${newId()}`, kind: "jira", name: "t", seen: null },
          seenOutside: null,
          key: {
            fingerprint: "f",
            lastFour: "",
            stages: [],
            parts: [],
            settings: { ...settings },
            expiresAt: null,
          },
        }),
      );
    // What is given to Portico is in another Secret, and counted with what is not confirmed yet.
    const typed = await Promise.all(Array.from({ length: 10 }, () => given({ ca })));
    expect(typed.filter(({ ok }) => ok)).toHaveLength(8);
    await within((tx) => tx.credential.deleteMany({}));
    for (let at = 0; at < MOST_EXTERNAL; at++) expect(await add(`n${at}`)).toMatchObject({ ok: true });
    expect(await add("more")).toMatchObject({ ok: false, reason: "references_most" });
  });

  test("never takes the place of another, also when many ask at once or one's change is not confirmed", async () => {
    const { place, within, add, list } = await world();
    const answers = await Promise.all([0, 1, 2, 3].map((n) => add("jira", `jira-${n}`)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of answers) if (!answer.ok) expect(answer.reason).toBe("credential_taken");
    expect(await list()).toHaveLength(1);
    const { organizationId, projectId } = place;
    await within((tx) =>
      tx.credentialChange.create({
        data: {
          id: newId(),
          organizationId,
          projectId,
          secretKey: "jira-api-token.two",
          kind: "jira",
          name: "two",
        },
      }),
    );
    expect(await add("two")).toMatchObject({ ok: false, reason: "credential_busy" });
    // Nor does a value take the place of what is fetched, whose fingerprint nobody knows.
    const [one] = await list();
    const given = {
      kind: "jira",
      settings: {},
      values: { "api-token": "token-0001" },
      name: "jira",
    } as const;
    const asked = { replaces: one?.id ?? null, version: null, seenOutside: null, expiresAt: null };
    const value = wantedValue(given, asked, null, "secret");
    expect(await within((tx) => askForChange(tx, place, value))).toMatchObject({
      ok: false,
      reason: "credential_external",
    });
  });

  test("is of its own project alone, and one that was given to Portico is not touched", async () => {
    const [mine, other] = [await world(), await world()];
    const added = await mine.add();
    if (!added.ok) throw new Error(added.reason);
    const { credentialId } = added.value;
    const given = await withPlatform((tx) =>
      tx.credential.create({
        data: {
          organizationId: mine.place.organizationId,
          projectId: mine.place.projectId,
          kind: "generic",
          name: "generic",
          secretKey: "generic-value",
          parts: ["generic-value"],
        },
      }),
    );
    for (const [{ within, place }, id] of [
      [other, credentialId],
      [mine, given.id],
    ] as const) {
      expect(await within((tx) => removeReference(tx, place, id))).toMatchObject({ reason: "not_found" });
      expect(await within((tx) => switchReference(tx, place, id, false))).toMatchObject({
        reason: "not_found",
      });
    }
    expect(await mine.list()).toHaveLength(2);
  });

  test("says what the operator says of it, and of nothing else", async () => {
    const [mine, other] = [await world(), await world()];
    for (const { add } of [mine, other]) await add();
    const sync: SyncState = {
      ready: false,
      reason: "SecretSyncedError",
      message: "could not get secret data from provider",
      refreshedAt: null,
      since: "2026-11-22T10:00:00Z",
    };
    const said = { namespace: mine.namespace, name: "jira-api-token", sync };
    await withPlatform((tx) => noteSyncs(tx, [said, { ...said, name: "another" }]));
    expect((await mine.list())[0]?.sync).toEqual(sync);
    expect((await other.list())[0]?.sync).toBeNull();
  });

  test("is fetched no more when the platform takes its store back, says so, and is again when it is offered", async () => {
    const { add, asked, list } = await world();
    await add();
    const withhold = (offered: typeof platform.stores) =>
      withPlatform((tx) => withholdReferences(tx, offered));
    const narrowed = platform.stores.map((store) => ({ ...store, prefix: "{organization}/{project}/" }));
    expect([await asked([]), await asked(narrowed)]).toEqual([[], []]);
    expect(await withhold(platform.stores)).toBe(0);
    expect(await withhold(narrowed)).toBeGreaterThan(0);
    expect((await list())[0]?.sync).toMatchObject({ ready: false, reason: WITHHELD });
    expect(await withhold(narrowed)).toBe(0);
    expect(await withhold(platform.stores)).toBeGreaterThan(0);
    expect([(await list())[0]?.sync, await asked()]).toMatchObject([null, [{ name: "jira-api-token" }]]);
  });

  test("of earlier times that is too much is left out, says so, and is asked for again when it fits", async () => {
    const { namespace, within, add, asked, list } = await world();
    const added = await add();
    if (!added.ok) throw new Error(added.reason);
    await add("small");
    const sync: SyncState = { ready: true, reason: "", message: "", refreshedAt: null, since: null };
    await withPlatform((tx) => noteSyncs(tx, [{ namespace, name: "jira-api-token", sync }]));
    const { credentialId } = added.value;
    const look = async (note: string) => {
      const settings = { siteUrl: "https://jira.example", note };
      await within((tx) => tx.credential.update({ where: { id: credentialId }, data: { settings } }));
      const changed = await withPlatform((tx) => withholdReferences(tx, platform.stores));
      const one = (await list()).find(({ name }) => name === "jira");
      return [changed, one?.sync?.ready, one?.sync?.reason, (await asked()).length];
    };
    expect(await look("x".repeat(17_000))).toEqual([1, false, TOO_MUCH, 1]);
    expect(await look("x".repeat(17_000))).toEqual([0, false, TOO_MUCH, 1]);
    expect(await look("")).toEqual([1, undefined, undefined, 2]);
  });
});
