import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Prisma } from "#generated/client.ts";
import type { AgenticSession } from "#lib/domain/clusters/contract/agentic-session.ts";
import { listCredentials } from "#lib/domain/credentials/data.ts";
import { askForTest, noteTest, setExpiry } from "#lib/domain/credentials/life.ts";
import { tellOfKey } from "#lib/domain/keys/notices.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { stopSending } from "#lib/infra/jobs/index.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import { Store } from "#lib/infra/kube/store.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer, secretOf, uniqueName } from "#test/world.ts";
import * as factory from "../control/testing/factories.ts";
import { makePlace, makeSession, type Place } from "../testing/rows.ts";
import { noticeKeys } from "./notice-keys.ts";
import { pruneRows } from "./prune-rows.ts";
import { pruneSessions } from "./prune-sessions.ts";
import { testCredentials } from "./test-credentials.ts";
import { warnOfExpiry } from "./warn-expiry.ts";

const hours = (count: number) => new Date(Date.now() - count * 3_600_000);
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  process.env.PORTICO_DATABASE_URL = database.workerUrl;
});
afterAll(async () => {
  await stopSending();
  await prisma().$disconnect();
  await database.drop();
});

test("resources of ended sessions go after a day, once their log is kept or lost, and no others", async () => {
  const place = await makePlace(database.app, "Ready");
  const store = new Store<AgenticSession>();
  const make = async (name: string, phase: string, ended: Date, row: { logState: string } | null) => {
    if (row)
      await makeSession(database.app, place, {
        resourceName: name,
        phase,
        resourceUid: `uid-${name}`,
        ...row,
      });
    const completionTime = phase === "Running" ? undefined : ended.toISOString();
    store.set(
      factory.session({}, { status: { phase, completionTime }, metadata: { name, uid: `uid-${name}` } }),
    );
  };
  await make("kept", "Succeeded", hours(25), { logState: "kept" });
  await make("lost", "TimedOut", hours(25), { logState: "lost" });
  await make("not-copied", "Failed", hours(25), { logState: "live" });
  await make("young", "Succeeded", hours(23), { logState: "kept" });
  await make("running", "Running", hours(99), { logState: "live" });
  await make("unknown", "Succeeded", hours(99), null);
  const deleted: object[] = [];
  const client = {
    delete: async (_: unknown, { name }: { name: string }, { uid }: { uid: string }) => {
      deleted.push({ name, uid });
      return true;
    },
  } as unknown as KubeClient;
  expect(await pruneSessions(client, store)).toBe(2);
  expect(deleted).toEqual([
    { name: "kept", uid: "uid-kept" },
    { name: "lost", uid: "uid-lost" },
  ]);
});

test("of more sessions than one look takes, of which the first are to be left alone, the last go as well", async () => {
  const place = await makePlace(database.app, "Ready");
  const store = new Store<AgenticSession>();
  const put = (name: string) =>
    store.set(
      factory.session(
        {},
        {
          status: { phase: "Succeeded", completionTime: hours(25).toISOString() },
          metadata: { name, uid: `uid-${name}` },
        },
      ),
    );
  for (let i = 0; i < 500; i += 1) put(`foreign-${i}`);
  const name = uniqueName("last");
  await makeSession(database.app, place, {
    resourceName: name,
    phase: "Succeeded",
    resourceUid: `uid-${name}`,
    logState: "kept",
  });
  put(name);
  const client = { delete: async () => true } as unknown as KubeClient;
  expect(await pruneSessions(client, store)).toBe(1);
});

test("answers to repeated requests go after a day, login sessions and e-mails after 30", async () => {
  const { userId } = await makeViewer(database.app);
  const key = { actorId: userId, action: "a", fingerprint: "f", result: {} };
  const login = (idle: number, end: number, revokedAt: Date | null = null) => ({
    userId,
    tokenHash: randomBytes(32),
    userAgent: uniqueName(),
    confirmedAt: new Date(),
    idleUntil: hours(idle),
    endsAt: hours(end),
    revokedAt,
  });
  const month = 24 * 31;
  await withPlatform(async (tx) => {
    await tx.idempotencyKey.createMany({
      data: [
        { ...key, key: "old", createdAt: hours(25) },
        { ...key, key: "new", createdAt: hours(23) },
      ],
    });
    await tx.loginSession.createMany({
      data: [
        login(-1, -12),
        login(24, 12),
        login(month, -12),
        login(-1, -12, hours(month)),
        login(1, -1, hours(5)),
      ],
    });
    const email = { template: "viewed", recipient: userId, createdAt: hours(month) };
    await tx.email.createMany({
      data: [
        { ...email, state: "sent" },
        { ...email, state: "queued" },
        { ...email, state: "sent", createdAt: hours(1) },
      ],
    });
  });
  expect(await pruneRows()).toBe(4);
  expect(await pruneRows()).toBe(0);
  const left = await withPlatform((tx) => tx.idempotencyKey.findMany({ where: { actorId: userId } }));
  expect(left.map((row) => row.key)).toEqual(["new"]);
  expect(await withPlatform((tx) => tx.loginSession.count({ where: { userId } }))).toBe(3);
});

test("counts of calls go an hour after they stopped counting", async () => {
  await asOwner(
    "insert into rate_limits (key, tat) values ('ip:old', now() - interval '61 minutes'), ('ip:new', now() - interval '59 minutes')",
  );
  expect(await pruneRows()).toBe(1);
  expect((await asOwner("select key from rate_limits")).rows).toEqual([{ key: "ip:new" }]);
});

test("repairs go when the audit log keeps what is as old no longer, and what was refused stays", async () => {
  const { organizationId, projectId } = await makePlace(database.app, "Ready");
  const seen = (days: number, state: string) => {
    const seenAt = hours(days * 24);
    const of = { kind: "Role", name: "r", fields: [], manager: "kubectl", operation: "Update" };
    return { id: newId(+seenAt), organizationId, projectId, ...of, state, seenAt };
  };
  const rows = [seen(401, "repaired"), seen(399, "repaired"), seen(401, "refused")];
  await withPlatform((tx) => tx.driftEvent.createMany({ data: rows }));
  expect(await pruneRows()).toBe(1);
  const left = await withPlatform((tx) =>
    tx.driftEvent.findMany({ where: { projectId }, orderBy: { id: "asc" } }),
  );
  expect(left.map(({ state }) => state)).toEqual(["refused", "repaired"]);
});

test("parts of a file go when its time is over, and its row says so", async () => {
  const { organizationId } = await makePlace(database.app, "Ready");
  const make = (expiresAt: Date) =>
    withPlatform(async (tx) => {
      const file = {
        organizationId,
        kind: "audit",
        format: "csv",
        state: "done",
        requestId: "r-x",
        expiresAt,
      };
      const { id } = await tx.export.create({ data: file });
      await tx.exportChunk.create({
        data: { exportId: id, organizationId, position: 0, content: Buffer.from("x") },
      });
      return id;
    });
  const [over, kept] = [await make(hours(1)), await make(hours(-1))];
  expect(await pruneRows()).toBe(1);
  const rows = await withPlatform((tx) =>
    tx.export.findMany({ where: { organizationId }, include: { chunks: true }, orderBy: { id: "asc" } }),
  );
  expect(rows.map(({ id, state, chunks }) => [id, state, chunks.length])).toEqual([
    [over, "expired", 0],
    [kept, "done", 1],
  ]);
});

async function asOwner(sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

test("people are told seven days and one day before a key of theirs ends, once each, and of none that lives no longer", async () => {
  const organization = await makeOrganization(database.app);
  const person = await makeViewer(database.app);
  await join(database.app, person, organization, "owner");
  const day = 86_400_000;
  const now = new Date();
  const make = (name: string, livesDays: number, leftDays: number, service = false) =>
    withPlatform((tx) =>
      tx.key.create({
        data: {
          kind: service ? "service" : "personal",
          name,
          organizationId: organization.id,
          ...(service ? { organizationRole: "member" } : { userId: person.userId }),
          scopes: ["organization:read"],
          createdAt: new Date(now.getTime() - (livesDays - leftDays) * day),
          expiresAt: new Date(now.getTime() + leftDays * day),
          secrets: secretOf(organization.id),
        },
      }),
    );
  await make("month", 30, 6.5);
  await make("service", 30, 6.9, true);
  await make("week", 7, 6.5);
  await make("far", 30, 8);
  const off = await make("off", 30, 6.5);
  await withPlatform((tx) => tx.key.update({ where: { id: off.id }, data: { disabledAt: now } }));
  const told = () =>
    withPlatform(async (tx) => {
      const rows = await tx.email.findMany({
        where: { template: "keyExpiring", recipient: person.email ?? "" },
      });
      return rows.map(({ params }) => (params as { name: string }).name).sort();
    });
  const at = (state: string) =>
    withPlatform((tx) => tx.organization.update({ where: { id: organization.id }, data: { state } }));
  await at("suspended");
  expect(await noticeKeys(now)).toBe(0);
  await at("active");
  const first = await Promise.all([noticeKeys(now), noticeKeys(now)]);
  expect(first[0] + first[1]).toBe(2);
  expect(await told()).toEqual(["month", "service"]);
  expect(await noticeKeys(now)).toBe(0);
  const later = new Date(now.getTime() + 6.2 * day);
  expect(await noticeKeys(later)).toBe(4);
  expect(await noticeKeys(later)).toBe(0);
  expect(await told()).toEqual(["far", "month", "month", "service", "service", "week"]);
});

describe("credentials", () => {
  let place: Place;
  const day = 86_400_000;
  const add = (name: string, data: Partial<Prisma.CredentialUncheckedCreateInput> = {}) =>
    withPlatform((tx) =>
      tx.credential.create({
        data: {
          organizationId: place.organizationId,
          projectId: place.projectId,
          kind: "jira",
          name,
          secretKey: `jira-api-token.${name}`,
          updatedAt: new Date(0),
          ...data,
        },
      }),
    );
  const one = (id: string) => withPlatform((tx) => tx.credential.findUniqueOrThrow({ where: { id } }));
  const mails = (recipient: string) =>
    withPlatform((tx) =>
      tx.email.findMany({
        where: { recipient },
        orderBy: { id: "asc" },
        select: { template: true, params: true },
      }),
    );
  const anAdmin = async () => {
    const viewer = await makeViewer(database.app);
    const organization = { id: place.organizationId, slug: place.tenant };
    await join(database.app, viewer, organization, "admin", place.projectId);
    return viewer.email ?? "";
  };
  beforeEach(async () => {
    place = await makePlace(database.app, "Ready");
  });

  test("of an end are told 30, 7 and 1 days before and when it has come, once each, and anew of another one", async () => {
    const to = await anAdmin();
    const now = Date.UTC(2027, 0, 1);
    const expiresAt = new Date(now + 29 * day);
    const { id } = await add("ends", { expiresAt });
    await add("far", { expiresAt: new Date(now + 31 * day) });
    await add("off", { expiresAt, disabledAt: new Date(now) });
    for (const days of [0, 1, 23, 24, 28.5, 29, 30]) {
      await warnOfExpiry(new Date(now + days * day));
      await warnOfExpiry(new Date(now + days * day));
    }
    const told = (await mails(to)).filter(({ params }) => (params as { name: string }).name === "ends");
    expect(told.map(({ template, params }) => [template, (params as { days?: string }).days])).toEqual([
      ["credentialExpiring", "29"],
      ["credentialExpiring", "6"],
      ["credentialExpiring", "1"],
      ["credentialExpired", undefined],
    ]);
    expect(told[0]?.params).toHaveProperty("page", {
      path: expect.stringMatching(new RegExp(`^/orgs/${place.tenant}/projects/.+/credentials/${id}$`)),
    });
    // Of what has come when an end is set nobody is told: whoever set it knows.
    const anew = (days: number) =>
      withTenant(place, (tx) => {
        const asked = { expiresAt: new Date(now + days * day), version: null };
        return setExpiry(tx, { ...place, userId: null }, id, asked, new Date(now));
      });
    const last = async () => {
      const ends = (await mails(to)).map(({ params }) => params as { name: string; days?: string });
      return ends.findLast(({ name }) => name === "ends")?.days;
    };
    await anew(20);
    await warnOfExpiry(new Date(now));
    expect(await last()).toBeUndefined();
    await anew(60);
    await warnOfExpiry(new Date(now + 54 * day));
    expect(await last()).toBe("6");
  });

  test("of the organization's are told its owners and admins, with the way to where it is replaced", async () => {
    const owner = await makeViewer(database.app);
    await join(database.app, owner, { id: place.organizationId, slug: place.tenant }, "owner");
    const ofProject = await anAdmin();
    const now = Date.UTC(2027, 0, 1);
    const { id } = await add("all", { projectId: null, expiresAt: new Date(now + 7 * day) });
    await warnOfExpiry(new Date(now));
    const page = { path: `/orgs/${place.tenant}/credentials/${id}` };
    expect(await mails(owner.email ?? "")).toMatchObject([
      { template: "credentialExpiring", params: { name: "all", days: "7", page } },
    ]);
    expect(await mails(ofProject)).toEqual([]);
  });

  test("at their end before others do not keep those others waiting once they were told of", async () => {
    await anAdmin();
    const now = new Date(Date.UTC(2028, 0, 1));
    await warnOfExpiry(now);
    for (const name of ["first", "second"]) await add(name, { expiresAt: new Date(+now + 29 * day) });
    expect([await warnOfExpiry(now, 1), await warnOfExpiry(now, 1), await warnOfExpiry(now, 1)]).toEqual([
      1, 1, 0,
    ]);
    // Of a project at rest nobody is told.
    const archivedAt = new Date();
    await add("rests", { expiresAt: new Date(+now + 29 * day) });
    await withPlatform((tx) => tx.project.update({ where: { id: place.projectId }, data: { archivedAt } }));
    expect(await warnOfExpiry(now)).toBe(0);
  });

  test("and keys are told of to those who look after them, and to nobody else", async () => {
    const organization = { id: place.organizationId, slug: place.tenant };
    const names = new Map<string, string>();
    const person = async (name: string, role: Parameters<typeof join>[3], projectId?: string) => {
      const viewer = await makeViewer(database.app);
      await join(database.app, viewer, organization, role, projectId);
      names.set(viewer.email ?? "", name);
      return viewer;
    };
    const bare = await makeProject(database.app, organization);
    for (const role of ["owner", "admin", "member", "billing"] as const) await person(role, role);
    const editor = await person("editor", "editor", place.projectId);
    await person("viewer", "viewer", place.projectId);
    await person("project admin", "admin", place.projectId);
    const set = (userId: string, data: Prisma.UserUpdateInput) =>
      withPlatform((tx) => tx.user.update({ where: { id: userId }, data }));
    for (const projectId of [place.projectId, bare.id]) {
      const late = await person("former admin", "admin", projectId);
      await withPlatform((tx) =>
        tx.membership.updateMany({ where: { userId: late.userId }, data: { expiresAt: new Date(0) } }),
      );
      await set((await person("suspended", "admin", projectId)).userId, { suspendedAt: new Date() });
      await set((await person("unverified", "admin", projectId)).userId, { emailVerified: false });
    }
    await person("stranger's admin", "admin", (await makeProject(database.app, organization)).id);
    // What a group brings counts as what is given by name.
    for (const [name, projectId] of [
      ["admin by group", null],
      ["project admin by group", place.projectId],
    ] as const) {
      const { userId } = await person(name, "admin", projectId ?? undefined);
      const of = { organizationId: organization.id, projectId, role: "admin" };
      await withPlatform(async (tx) => {
        const mapping = await tx.groupMapping.create({ data: { ...of, issuer: "i", groupName: name } });
        await tx.membership.updateMany({ where: { ...of, userId }, data: { mappingId: mapping.id } });
      });
    }

    const top = ["admin", "admin by group", "owner"];
    const here = ["project admin", "project admin by group"];
    const now = new Date(Date.UTC(2029, 0, 1));
    const expiresAt = new Date(+now + day / 2);
    for (const [name, projectId] of [
      ["here", place.projectId],
      ["bare", bare.id],
      ["above", null],
    ] as const) {
      await add(name, { projectId, expiresAt });
      const over = await add(`${name} over`, { projectId, expiresAt: now });
      await withPlatform((tx) =>
        tx.credential.update({ where: { id: over.id }, data: { testId: over.id, testPassed: true } }),
      );
      const result = { passed: false, stages: [], durationMs: 0, cause: "missing" };
      await withTenant(place, (tx) => noteTest(tx, { credentialId: over.id, testId: over.id }, result));
    }
    const key = (name: string, of: Partial<Prisma.KeyUncheckedCreateInput> & { kind: string }) =>
      withPlatform((tx) =>
        tx.key.create({
          data: {
            ...{ name, organizationId: organization.id, scopes: ["sessions:read"], expiresAt },
            ...{ createdAt: new Date(+now - 100 * day), secrets: secretOf(organization.id) },
            ...of,
          },
        }),
      );
    const keys = [
      await key("key here", { kind: "project", projectId: place.projectId, projectRole: "editor" }),
      await key("key bare", { kind: "project", projectId: bare.id, projectRole: "editor" }),
      await key("key above", { kind: "service", projectId: place.projectId, projectRole: "editor" }),
      await key("key own", { kind: "personal", projectId: place.projectId, userId: editor.userId }),
    ];
    await warnOfExpiry(now);
    await noticeKeys(now);
    const words = { where: null, revoked: null, ended: null, stands: "" } as const;
    await withTenant(place, async (tx) => {
      for (const one of keys) await tellOfKey(tx, organization.id, one, "keyLeaked", words);
    });

    const sent = await withPlatform((tx) =>
      tx.email.findMany({ where: { organizationId: organization.id } }),
    );
    const told = new Map<string, string[]>();
    for (const { template, recipient, params } of sent) {
      const about = `${template} ${(params as { name: string }).name}`;
      told.set(about, [...(told.get(about) ?? []), names.get(recipient) ?? recipient].sort());
    }
    const credentials = (name: string, whom: string[]) => [
      [`credentialExpiring ${name}`, whom],
      [`credentialExpired ${name} over`, whom],
      [`credentialFailing ${name} over`, whom],
    ];
    const ofKey = (name: string, whom: string[]) => [
      [`keyExpiring ${name}`, whom],
      [`keyLeaked ${name}`, whom],
    ];
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries([
        ...credentials("here", here),
        ...credentials("bare", top),
        ...credentials("above", top),
        ...ofKey("key here", here),
        ...ofKey("key bare", top),
        ...ofKey("key above", top),
        ...ofKey("key own", ["editor"]),
      ]),
    );
  });

  test("are tested once a night, each at its moment, unless nobody can or they are at rest", async () => {
    const night = Date.UTC(2027, 5, 1);
    const row = await add("jira");
    const resting = [
      await add("generic", { kind: "generic" }),
      await add("awaited", { source: "external", external: {} }),
      await add("off", { disabledAt: new Date() }),
      await add("outside", { outsideAt: new Date(), outsideBy: "flux", outsideWhat: "changed" }),
      await add("asked", { testId: newId(), testAskedAt: new Date(night + 6 * 3_600_000 - 60_000) }),
    ];
    await testCredentials(new Date(night - 1));
    const before = await one(row.id);
    const settle = (at: number) =>
      withPlatform((tx) =>
        tx.credential.update({ where: { id: row.id }, data: { testId: null, testedAt: new Date(at) } }),
      );
    await settle(night - 1);
    await testCredentials(new Date(night + 6 * 3_600_000));
    const asked = await one(row.id);
    expect(asked.testId).not.toBeNull();
    expect(asked.testId).not.toBe(before.testId);
    expect(asked.testAskedBy).toBeNull();
    await testCredentials(new Date(night + 6 * 3_600_000 + 1));
    expect((await one(row.id)).testId).toBe(asked.testId);
    for (const { id, testId } of resting) expect((await one(id)).testId).toBe(testId);
    await settle(night + 6 * 3_600_000);
    await testCredentials(new Date(night + 23 * 3_600_000));
    expect((await one(row.id)).testId).toBeNull();
    // What was asked for and never answered is under way for ten minutes, and then asked for anew.
    const at = { testId: newId(), testAskedAt: new Date(Date.now() - 10 * 60_000 - 1) };
    const lost = await add("lost", at);
    const rows = await withTenant(place, (tx) => listCredentials(tx, place.projectId));
    expect(rows.find(({ id }) => id === lost.id)?.testing).toBe(false);
    await withTenant(place, (tx) => askForTest(tx, lost.id, null));
    expect((await one(lost.id)).testId).not.toBe(at.testId);
  });
});
