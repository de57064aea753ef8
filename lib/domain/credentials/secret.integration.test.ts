import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import "#test/provided.ts";
import { actorOf, callerOfViewer } from "#lib/domain/access/caller.ts";
import { credentialAnnotation } from "#lib/domain/clusters/contract/credentials.ts";
import { changeAnnotation } from "#lib/domain/clusters/contract/meta.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { fromFile } from "#lib/infra/kube/config.ts";
import { KubeError } from "#lib/infra/kube/errors.ts";
import { type KubeObject, namespaces, type Resource, secrets } from "#lib/infra/kube/objects.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer } from "#test/world.ts";
import { type CredentialRow, listCredentials, listOpenChanges } from "./data.ts";
import type { CredentialKindId } from "./kinds/index.ts";
import { noteOutside, setExpiry } from "./life.ts";
import { askForChange, confirmChange, settleChange, type WantedChange } from "./mutations.ts";
import { outsideOf } from "./outside.ts";
import { dataOf, fingerprintOf, wantedChange, wantedValue } from "./rules.ts";
import { changeSecret, findOut, type SecretPlace } from "./secret.ts";

let database: TestDatabase;
let cluster: KubeClient;
const made: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  cluster = new KubeClient(fromFile(inject("kubeconfig")));
});
afterAll(async () => {
  for (const name of made) await cluster.delete(namespaces, { name });
  cluster.close();
  await database.drop();
});

const secretName = "project-credentials";
const key = "anthropic-api-key";

/** A project with its namespace and its empty Secret, and people who may change it. */
async function project(): Promise<[SecretPlace, SecretPlace]> {
  const organization = await makeOrganization(database.app);
  const row = await makeProject(database.app, organization);
  made.push(row.namespace);
  const head = { apiVersion: "v1", metadata: { name: row.namespace } };
  await cluster.create(namespaces, { ...head, kind: "Namespace" });
  const metadata = { name: secretName, namespace: row.namespace };
  await cluster.create(secrets, { apiVersion: "v1", kind: "Secret", metadata });
  const { namespace } = row;
  const place = { organizationId: organization.id, projectId: row.id, namespace, secret: secretName };
  const forSomebody = async () => {
    const viewer = await makeViewer(database.app);
    await join(database.app, viewer, organization, "admin", row.id);
    const asking = { actor: actorOf(callerOfViewer(viewer)), requestId: "r-test" };
    return { ...place, userId: viewer.userId, asking };
  };
  return [await forSomebody(), await forSomebody()];
}

const fingerprint = (value: string) => fingerprintOf(value, "secret");
const stage = { stage: "signIn", state: "passed", durationMs: 1 } as const;
const passed = { passed: true, stages: [stage], durationMs: 1, cause: null };
const given = { expiresAt: null, seenOutside: null, replaces: null, version: null };
/** One that is there, as somebody has seen it. */
type Seen = { id: string; version: number };
const replacing = (seen: Seen | null) => ({
  ...given,
  replaces: seen?.id ?? null,
  version: seen?.version ?? null,
});
const material = (value: string, kind: CredentialKindId = "anthropic") => ({
  kind,
  settings: {},
  values: { "api-key": value },
});
const wanted = (value: string, seen: Seen | null, seenOutside: string | null = null): WantedChange =>
  wantedValue(
    { ...material(value), name: "anthropic" },
    { ...replacing(seen), seenOutside },
    passed,
    "secret",
  );
const data = (value: string) => dataOf(material(value), "anthropic");
const confirm = (place: SecretPlace, change: WantedChange) =>
  withTenant(place, (tx) => confirmChange(tx, place, change.id));

/** The whole way, as the action goes it. */
async function make(place: SecretPlace, change: WantedChange, values = {}, client = cluster) {
  const written = await changeSecret(place, change, values, client);
  return written.ok ? confirm(place, change) : written;
}
const keep = (place: SecretPlace, value: string, seen: Seen | null, client = cluster) =>
  make(place, wanted(value, seen), data(value), client);
/** The one credential of a project, as it stands. */
const seenAt = async (place: SecretPlace): Promise<CredentialRow> =>
  (await withTenant(place, (tx) => listCredentials(tx, place.projectId)))[0]!;
const secretOf = ({ namespace }: SecretPlace) =>
  cluster.get(secrets as Resource<Secret>, { name: secretName, namespace });
/** What the Secret says of a credential beside its value; null for nothing. */
async function described(place: SecretPlace, primary: string): Promise<unknown> {
  const text = (await secretOf(place))?.metadata.annotations?.[credentialAnnotation(primary)];
  return text === undefined ? null : JSON.parse(text);
}
/** Somebody with kubectl changes values of the Secret; null takes one out. */
const outside = ({ namespace }: SecretPlace, values: Record<string, string | null>) =>
  cluster.patch(
    secrets,
    { name: secretName, namespace },
    {
      data: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, value && Buffer.from(value).toString("base64")]),
      ),
    },
    { fieldManager: "kubectl-edit" },
  );
/** Notes what the Secret itself says of its one credential; answers whether that was news. */
const observe = async (place: SecretPlace): Promise<boolean> => {
  const secret = await secretOf(place);
  const { organizationId, projectId } = place;
  return withPlatform(async (tx) => {
    const row = await tx.credential.findFirstOrThrow({ where: { organizationId, projectId } });
    return noteOutside(tx, row, outsideOf(secret?.metadata.managedFields, row.parts));
  });
};

async function settle(place: SecretPlace): Promise<boolean> {
  const [change] = await withTenant(place, (tx) => listOpenChanges(tx, place.projectId));
  if (!change) throw new Error("There is no open change.");
  const found = await findOut(place, change, cluster);
  if (!found.ok) throw new Error(found.reason);
  await withTenant(place, (tx) => settleChange(tx, place, change.id, found.value.happened));
  return found.value.happened;
}

type Secret = KubeObject & { data?: Record<string, string> };
const inCluster = async ({ namespace }: SecretPlace) => {
  const secret = await cluster.get(secrets as Resource<Secret>, { name: secretName, namespace });
  const text = secret?.data?.[key];
  return text === undefined ? null : Buffer.from(text, "base64").toString("utf8");
};
/** What the database says, as the value it is the fingerprint of. */
const inDatabase = async (place: SecretPlace, values: string[]) => {
  const [row] = await withTenant(place, (tx) => listCredentials(tx, place.projectId));
  return row ? (values.find((value) => fingerprint(value) === row.fingerprint) ?? "another") : null;
};
const openChanges = (place: SecretPlace) => withTenant(place, (tx) => listOpenChanges(tx, place.projectId));

/** The cluster, with a turn given to `around` at every write of the key (looks are let through). */
function interrupted(around: (write: () => Promise<unknown>) => Promise<unknown>): KubeClient {
  return new Proxy(cluster, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (name !== "patch") return typeof value === "function" ? value.bind(target) : value;
      return (...all: [Resource, unknown, { data?: unknown }]) => {
        const write = () => (value as (...all: unknown[]) => Promise<unknown>).apply(target, all);
        return all[2].data ? around(write) : write();
      };
    },
  });
}
const away = new KubeError(0, "ECONNRESET", "The API server did not answer: socket hang up.");

describe("a credential and the Secret that holds its key", () => {
  test("are one after it was added, replaced and removed", async () => {
    const [mia] = await project();
    expect(await keep(mia, "first-key-0001", null)).toMatchObject({ ok: true });
    expect(await keep(mia, "second-key-0002", await seenAt(mia))).toMatchObject({ ok: true });
    expect(await inCluster(mia)).toBe("second-key-0002");
    const [row] = await withTenant(mia, (tx) => listCredentials(tx, mia.projectId));
    expect(row).toMatchObject({ fingerprint: fingerprint("second-key-0002"), testPassed: true });
    expect(await make(mia, wantedChange("removal", row!))).toMatchObject({ ok: true });
    expect([await inCluster(mia), await inDatabase(mia, [])]).toEqual([null, null]);
    expect(await openChanges(mia)).toEqual([]);
  });

  test("agree when many replace it at once, and all but one of them are told who came first", async () => {
    const [mia, adam] = await project();
    await keep(mia, "first-key-0001", null);
    const seen = await seenAt(mia);
    const values = Array.from({ length: 8 }, (_, i) => `replacing-key-${i}`);
    const answers = await Promise.all(values.map((value, i) => keep(i % 2 ? mia : adam, value, seen)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of answers)
      if (!answer.ok)
        expect(["credential_busy", "credential_changed", "credential_settled"]).toContain(answer.reason);
    for (const change of await openChanges(mia)) expect(change).toBeNull();
    const stands = await inCluster(mia);
    expect(values).toContain(stands);
    expect(await inDatabase(mia, values)).toBe(stands);
  });

  test("agree when two add different keys to one Secret at once", async () => {
    const [mia, adam] = await project();
    const openai = material("openai-key-0001", "openai");
    const other = wantedValue({ ...openai, name: "openai" }, given, passed, "secret");
    const [one, two] = await Promise.all([
      keep(mia, "first-key-0001", null),
      make(adam, other, dataOf(openai, "openai")),
    ]);
    expect([one.ok, two.ok]).toEqual([true, true]);
    const secret = await cluster.get(secrets as Resource<Secret>, {
      name: secretName,
      namespace: mia.namespace,
    });
    expect(Object.keys(secret?.data ?? {}).sort()).toEqual([key, "openai-api-key"]);
    expect(await withTenant(mia, (tx) => listCredentials(tx, mia.projectId))).toHaveLength(2);
  });

  test("agree after a crash between the Secret and the database, once it is settled", async () => {
    const [mia] = await project();
    await keep(mia, "first-key-0001", null);
    // The web dies after the Secret was written: nobody confirms.
    await changeSecret(mia, wanted("second-key-0002", await seenAt(mia)), data("second-key-0002"), cluster);
    expect(await inDatabase(mia, ["first-key-0001"])).toBe("first-key-0001");
    expect(await openChanges(mia)).toMatchObject([{ name: "anthropic", what: "value", lastFour: "" }]);
    expect(await settle(mia)).toBe(true);
    expect([await inCluster(mia), await inDatabase(mia, ["second-key-0002"])]).toEqual([
      "second-key-0002",
      "second-key-0002",
    ]);
    expect(await openChanges(mia)).toEqual([]);
  });

  test("agree after a crash before the Secret was written, once it is settled", async () => {
    const [mia] = await project();
    await keep(mia, "first-key-0001", null);
    const never = interrupted(() => Promise.reject(away));
    expect(await keep(mia, "second-key-0002", await seenAt(mia), never)).toMatchObject({
      reason: "credential_unconfirmed",
    });
    expect(await settle(mia)).toBe(false);
    expect([await inCluster(mia), await inDatabase(mia, ["first-key-0001"])]).toEqual([
      "first-key-0001",
      "first-key-0001",
    ]);
  });

  test("agree when the answer to the write is lost, and trying again settles it by itself", async () => {
    const [mia] = await project();
    const lost = interrupted(async (write) => {
      await write();
      throw away;
    });
    expect(await keep(mia, "first-key-0001", null, lost)).toMatchObject({ reason: "credential_unconfirmed" });
    expect(await openChanges(mia)).toHaveLength(1);
    expect(await keep(mia, "first-key-0001", null)).toMatchObject({ ok: true });
    const settled = { projectId: mia.projectId, action: "credentials.settle" };
    expect(await withTenant(mia, (tx) => tx.auditEvent.findMany({ where: settled }))).toMatchObject([
      { actorUserId: mia.userId, outcome: "allowed", targetName: "anthropic", detail: { happened: true } },
    ]);
    expect([await inCluster(mia), await inDatabase(mia, ["first-key-0001"])]).toEqual([
      "first-key-0001",
      "first-key-0001",
    ]);
    expect(await openChanges(mia)).toEqual([]);
  });

  test("agree when a change is settled while its write is under way", async () => {
    const [mia, adam] = await project();
    await keep(mia, "first-key-0001", null);
    const slow = interrupted(async (write) => {
      expect(await settle(adam)).toBe(false);
      return write();
    });
    expect(await keep(mia, "second-key-0002", await seenAt(mia), slow)).toMatchObject({
      reason: "credential_settled",
    });
    expect([await inCluster(mia), await inDatabase(mia, ["first-key-0001"])]).toEqual([
      "first-key-0001",
      "first-key-0001",
    ]);
  });

  test("are not written over what somebody has not seen", async () => {
    const [mia, adam] = await project();
    await keep(mia, "first-key-0001", null);
    const seen = await seenAt(adam);
    await keep(mia, "second-key-0002", seen);
    const { displayName: who } = await withTenant(mia, (tx) =>
      tx.user.findUniqueOrThrow({ where: { id: mia.userId ?? "" } }),
    );
    expect(await keep(adam, "third-key-0003", seen)).toMatchObject({
      reason: "credential_changed",
      values: { name: "anthropic", who },
    });
    // Nor is one that took its name since then the one that was seen.
    expect(await keep(adam, "third-key-0003", { id: newId(), version: 2 })).toMatchObject({
      reason: "credential_changed",
    });
    expect(await keep(adam, "third-key-0003", null)).toMatchObject({ reason: "credential_taken" });
    expect(await inCluster(adam)).toBe("second-key-0002");
    expect(await openChanges(adam)).toEqual([]);
  });

  test("are sent to no address that was asked for before they stood", async () => {
    const [mia, adam] = await project();
    const keepAt = (place: SecretPlace, baseUrl: string, token: string, seen: Seen | null) => {
      const one = { kind: "openai-compatible" as const, settings: { baseUrl }, values: { "api-key": token } };
      const change = wantedValue({ ...one, name: "vllm" }, replacing(seen), passed, "secret");
      return make(place, change, dataOf(one, "vllm"));
    };
    const value = "token-of-mia-0002";
    await keepAt(adam, "https://adam.example/v1", "token-of-adam-0001", null);
    const seen = await seenAt(adam);
    expect(await keepAt(mia, "https://models.example/v1", value, seen)).toMatchObject({ ok: true });
    // Asked for by what stood before.
    const change = wantedChange("settings", seen, { settings: { baseUrl: "https://adam.example/v1/chat" } });
    expect(await make(adam, change)).toMatchObject({ reason: "credential_changed" });
    expect(await described(mia, "openai-compatible-api-key.vllm")).toMatchObject({
      settings: { baseUrl: "https://models.example/v1" },
    });
    expect(await openChanges(mia)).toEqual([]);
  });

  // An organization's, which has no project, is the same.
  test.each([
    ["a project's", (place: SecretPlace) => place],
    ["an organization's", (place: SecretPlace) => ({ ...place, projectId: null })],
  ])(
    "of %s are changed by one of many who saw the same: settings, end, value and what was kept",
    async (_, of) => {
      const [mia, adam] = (await project()).map(of) as [SecretPlace, SecretPlace];
      const jira = (email: string, token: string) => ({
        kind: "jira" as const,
        settings: { siteUrl: "https://northmoor.example", email },
        values: { "api-token": token },
      });
      const first = jira("bot@northmoor.example", "token-0001");
      const add = wantedValue({ ...first, name: "jira" }, given, passed, "secret");
      await make(mia, add, dataOf(first, "jira"));
      const seen = await seenAt(mia);
      expect(seen.version).toBe(1);

      const emails = Array.from({ length: 6 }, (_, at) => `bot-${at}@northmoor.example`);
      const made = await Promise.all(
        emails.map((email, at) => {
          const settings = { ...first.settings, email };
          return make(at % 2 ? mia : adam, wantedChange("settings", seen, { settings }));
        }),
      );
      expect(made.filter(({ ok }) => ok)).toHaveLength(1);
      const now = await seenAt(mia);
      expect([now.version, emails]).toEqual([2, expect.arrayContaining([now.settings.email])]);
      expect(await described(mia, "jira-api-token")).toMatchObject({ settings: now.settings });
      // A lost answer is no change of somebody else's: what is asked for stands.
      expect(await make(adam, wantedChange("settings", seen, { settings: now.settings }))).toMatchObject({
        ok: true,
      });

      const ends = async (place: SecretPlace, days: number, version: number | null) => {
        const expiresAt = new Date(Date.now() + days * 86_400_000);
        return withTenant(place, (tx) => setExpiry(tx, place, seen.id, { expiresAt, version }));
      };
      const set = await Promise.all([1, 2, 3, 4].map((days) => ends(days % 2 ? mia : adam, days, 3)));
      expect(set.map((one) => (one.ok ? "ok" : one.reason)).sort()).toEqual([
        ...Array(3).fill("credential_changed"),
        "ok",
      ]);
      expect(await ends(mia, 9, null)).toMatchObject({ ok: true, value: { version: 5 } });
      const other = jira("bot@northmoor.example", "token-0002");
      // One that nobody confirmed has an end of its own, which would be put over another's.
      const again = wantedValue({ ...other, name: "jira" }, replacing(await seenAt(mia)), passed, "secret");
      expect(await withTenant(mia, (tx) => askForChange(tx, mia, again))).toMatchObject({ ok: true });
      expect(await ends(adam, 30, 5)).toMatchObject({ reason: "credential_busy", values: { name: "jira" } });
      // Left, nobody is at work on it and waiting does not help: it is to be settled.
      const askedAt = new Date(Date.now() - 60_000);
      const { id } = again;
      await withTenant(mia, (tx) => tx.credentialChange.updateMany({ where: { id }, data: { askedAt } }));
      expect(await ends(adam, 30, 5)).toMatchObject({ reason: "credential_left", values: { name: "jira" } });
      expect(await settle(mia)).toBe(false);
      const late = wantedValue({ ...other, name: "jira" }, replacing(seen), passed, "secret");
      expect(await make(adam, late, dataOf(other, "jira"))).toMatchObject({ reason: "credential_changed" });

      await outside(mia, { "jira-api-token": "from-outside-0002" });
      await observe(mia);
      const { outside: written } = await seenAt(mia);
      const seenOutside = written?.at ?? null;
      expect(await make(adam, wantedChange("keep", seen, { seenOutside }))).toMatchObject({
        reason: "credential_changed",
      });
      // Whether it is on is nothing that anybody writes over.
      expect(await make(adam, wantedChange("disable", seen))).toMatchObject({ ok: true });
      const last = await seenAt(mia);
      expect(last.version).toBe(5);
      expect(await make(adam, wantedChange("keep", last, { seenOutside }))).toMatchObject({ ok: true });
    },
  );

  test("are not taken for what stands when the same value comes with other settings, or there is none to tell", async () => {
    const [mia] = await project();
    const server = (baseUrl: string, token: string) => ({
      kind: "openai-compatible" as const,
      settings: { baseUrl },
      values: { "api-key": token },
    });
    const add = (one: ReturnType<typeof server>) => {
      const change = wantedValue({ ...one, name: "vllm" }, given, passed, "secret");
      return make(mia, change, dataOf(one, "vllm"));
    };
    expect(await add(server("https://one.example/v1", ""))).toMatchObject({ ok: true });
    expect(await add(server("https://one.example/v1", ""))).toMatchObject({ reason: "credential_taken" });
    await make(mia, wantedChange("removal", await seenAt(mia)));
    expect(await add(server("https://one.example/v1", "token-0001"))).toMatchObject({ ok: true });
    expect(await add(server("https://one.example/v1", "token-0001"))).toMatchObject({ ok: true });
    expect(await add(server("https://two.example/v1", "token-0001"))).toMatchObject({
      reason: "credential_taken",
    });
  });

  test("leave nothing open where the cluster could not be asked at all", async () => {
    const [mia] = await project();
    const gone = { ...mia, namespace: "no-such-namespace" };
    expect(await keep(gone, "first-key-0001", null)).toMatchObject({ reason: "namespace_not_ready" });
    expect(await openChanges(mia)).toEqual([]);
  });

  test("name the change in the Secret, and never the key in the database", async () => {
    const [mia] = await project();
    const change = wanted("canary-key-0001", null);
    await changeSecret(mia, change, data("canary-key-0001"), cluster);
    const secret = await cluster.get(secrets, { name: secretName, namespace: mia.namespace });
    expect(secret?.metadata.annotations?.[changeAnnotation(key)]).toBe(change.id);
    expect(JSON.stringify(secret?.metadata)).not.toContain("canary");
    const rows = await withTenant(mia, (tx) => tx.credentialChange.findMany());
    expect(JSON.stringify(rows)).not.toContain("canary");
  });

  test("say in the same write what it is: its parts, its settings, and whether it is switched off", async () => {
    const [mia] = await project();
    const settings = { siteUrl: "https://northmoor.example", email: "bot@northmoor.example" };
    const values = { "api-token": "token-0001", "webhook-secret": "webhook-0001" };
    const jira = { kind: "jira", settings, values } as const;
    const change = wantedValue({ ...jira, name: "jira" }, given, passed, "secret");
    expect(await make(mia, change, dataOf(jira, "jira"))).toMatchObject({ ok: true });
    const keys = { "api-token": "jira-api-token", "webhook-secret": "jira-webhook-secret" };
    expect(await described(mia, "jira-api-token")).toEqual({ kind: "jira", name: "jira", keys, settings });
    const held = async () => Object.keys((await secretOf(mia))?.data ?? {}).sort();
    expect(await held()).toEqual(["jira-api-token", "jira-webhook-secret"]);

    const row = () => seenAt(mia);
    expect(await make(mia, wantedChange("disable", await row()))).toMatchObject({ ok: true });
    expect(await described(mia, "jira-api-token")).toMatchObject({ disabled: true, settings });
    expect((await row()).disabledAt).not.toBeNull();
    const moved = { ...settings, email: "other@northmoor.example" };
    await make(mia, wantedChange("settings", await row(), { settings: moved }));
    expect(await described(mia, "jira-api-token")).toMatchObject({ disabled: true, settings: moved });
    await make(mia, wantedChange("enable", await row()));
    expect(await described(mia, "jira-api-token")).toEqual({
      kind: "jira",
      name: "jira",
      keys,
      settings: moved,
    });

    // What takes its place has no webhook secret: the old one does not stay behind.
    const alone = { ...jira, values: { "api-token": "token-0002" } };
    const other = wantedValue({ ...alone, name: "jira" }, replacing(await row()), passed, "secret");
    await make(mia, other, dataOf(alone, "jira"));
    expect(await held()).toEqual(["jira-api-token"]);
    expect(await row()).toMatchObject({ parts: ["jira-api-token"], settings });
    await make(mia, wantedChange("removal", await row()));
    expect([await held(), await described(mia, "jira-api-token")]).toEqual([[], null]);

    // Which change took it out is said until the next one: a name that is used no more leaves nothing in the Secret.
    const changes = async () =>
      Object.keys((await secretOf(mia))?.metadata.annotations ?? {})
        .filter((name) => name.startsWith(changeAnnotation("")))
        .sort();
    expect(await changes()).toEqual([changeAnnotation("jira-api-token")]);
    await keep(mia, "first-key-0001", null);
    expect(await changes()).toEqual([changeAnnotation(key)]);
    // But of one that nobody confirmed it is what it is settled by.
    await changeSecret(mia, wantedChange("removal", await row()), {}, cluster);
    const openai = material("openai-key-0001", "openai");
    const third = wantedValue({ ...openai, name: "openai" }, given, passed, "secret");
    await make(mia, third, dataOf(openai, "openai"));
    expect(await changes()).toEqual([key, "openai-api-key"].map(changeAnnotation));
    expect(await settle(mia)).toBe(true);
  });

  // An organization's, which has no project, is the same.
  test.each([
    ["a project's", (place: SecretPlace) => place],
    ["an organization's", (place: SecretPlace) => ({ ...place, projectId: null })],
  ])("%s are not written over what was changed past Portico, until somebody has seen it", async (_, of) => {
    const mia = of((await project())[0]);
    await keep(mia, "first-key-0001", null);
    await outside(mia, { [key]: "from-outside-0002" });
    // Nobody has looked yet, and it is refused by what the Secret itself says.
    const kept = await seenAt(mia);
    expect(await keep(mia, "third-key-0003", kept)).toMatchObject({ reason: "credential_outside" });
    expect([await observe(mia), await observe(mia)]).toEqual([true, false]);
    const { outside: seen } = await seenAt(mia);
    expect(seen).toMatchObject({ what: "changed", by: "kubectl-edit" });
    expect(await keep(mia, "third-key-0003", kept)).toMatchObject({ reason: "credential_outside" });
    expect(await inCluster(mia)).toBe("from-outside-0002");
    const other = wanted("third-key-0003", kept, seen?.at?.toISOString() ?? null);
    expect(await make(mia, other, data("third-key-0003"))).toMatchObject({ ok: true });
    expect([await inCluster(mia), (await seenAt(mia)).outside]).toEqual(["third-key-0003", null]);
    expect(await observe(mia)).toBe(false);
  });

  test("may keep what was written past Portico, whose fingerprint nobody knows then", async () => {
    const [mia] = await project();
    await keep(mia, "first-key-0001", null);
    await outside(mia, { [key]: "from-outside-0002" });
    await observe(mia);
    const row = () => seenAt(mia);
    const seenOutside = (await row()).outside?.at ?? null;
    const stale = wantedChange("keep", await row(), { seenOutside: new Date(0) });
    expect(await make(mia, stale)).toMatchObject({ reason: "credential_outside" });
    expect(await make(mia, wantedChange("keep", await row(), { seenOutside }))).toMatchObject({ ok: true });
    expect(await row()).toMatchObject({ fingerprint: "", lastFour: "", outside: null, testPassed: null });
    // The same writing is no news from then on; taking the value out is.
    expect(await observe(mia)).toBe(false);
    await outside(mia, { [key]: null });
    expect(await observe(mia)).toBe(true);
    const gone = wantedChange("keep", await row(), { seenOutside: (await row()).outside?.at ?? null });
    expect(await make(mia, gone)).toMatchObject({ reason: "credential_emptied" });
  });

  test("are not put where something stands that Portico did not write", async () => {
    const [mia] = await project();
    await outside(mia, { [key]: "from-outside-0001" });
    expect(await keep(mia, "first-key-0001", null)).toMatchObject({ reason: "credential_foreign" });
    expect([await inCluster(mia), await openChanges(mia)]).toEqual(["from-outside-0001", []]);
  });
});
