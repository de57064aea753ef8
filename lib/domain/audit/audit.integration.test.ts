import "#test/provided.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { makeOrganization, makeProject, makeViewer, type TestOrganization } from "#test/world.ts";
import { getAuditRow, listAudit } from "./data.ts";
import { type AuditEntry, recordAudit, recordOnce } from "./mutations.ts";
import { auditFilterFrom } from "./schema.ts";

let database: TestDatabase;
let organization: TestOrganization;
let other: TestOrganization;
let project: { id: string; slug: string };
let ada: string;

const entry = (data: Partial<AuditEntry> = {}): AuditEntry & { organizationId: string } => ({
  action: "projects.create",
  outcome: "allowed",
  actor: { kind: "person", userId: ada, name: "Ada Lovelace", via: "screen" },
  requestId: "r-one",
  ...data,
  organizationId: organization.id,
});
const write = (data?: Partial<AuditEntry>) =>
  withTenant({ organizationId: organization.id }, (tx) => recordAudit(tx, entry(data)), database.app);
const list = (query: Record<string, string> = {}, projectId?: string) =>
  withTenant(
    { organizationId: organization.id },
    (tx) =>
      listAudit(
        tx,
        { organizationId: organization.id, ...(projectId ? { projectId } : {}) },
        auditFilterFrom(query),
      ),
    database.app,
  );
const seqs = async (...args: Parameters<typeof list>) =>
  (await list(...args)).rows.map(({ seq }) => Number(seq));

beforeAll(async () => {
  database = await createTestDatabase();
  organization = await makeOrganization(database.app);
  other = await makeOrganization(database.app);
  project = await makeProject(database.app, organization);
  ada = (await makeViewer(database.app)).userId;
  await write();
  await write({ action: "members.add", outcome: "refused", reason: "below_100%", requestId: "r-two" });
  await write({
    action: "members.change",
    projectId: project.id,
    actor: { kind: "key", userId: null, keyId: crypto.randomUUID(), name: "ci_bot", via: "api" },
    target: { kind: "user", id: "u-7", name: "Grace Hopper" },
  });
  await withTenant(
    { organizationId: other.id },
    (tx) => recordAudit(tx, { ...entry(), organizationId: other.id }),
    database.app,
  );
});
afterAll(() => database?.drop());

describe("the log", () => {
  test("is one organization's, newest first, with the names of its projects", async () => {
    const { rows } = await list();
    expect(rows.map(({ seq, action, project: at }) => [seq, action, at])).toEqual([
      ["3", "members.change", project.slug],
      ["2", "members.add", null],
      ["1", "projects.create", null],
    ]);
  });

  test.each<[Record<string, string>, number[]]>([
    [{ who: "ada" }, [2, 1]],
    [{ who: "ci_" }, [3]],
    [{ who: "%" }, []],
    [{ action: "members." }, [3, 2]],
    [{ outcome: "refused" }, [2]],
    [{ outcome: "nonsense" }, [3, 2, 1]],
    [{ via: "api" }, [3]],
    [{ request: "r-two" }, [2]],
    [{ q: "grace" }, [3]],
    [{ q: "u-7" }, [3]],
    [{ q: "100%" }, [2]],
    [{ q: "_" }, [3, 2]],
    [{ project: "no-such-project" }, []],
    [{ from: "2020-01-01", to: "2020-12-31" }, []],
    [{ from: "2020-01-01" }, [3, 2, 1]],
    [{ from: "not a day" }, [3, 2, 1]],
    [{ action: "members.", via: "screen" }, [2]],
  ])("filtered by %j", async (query, expected) => {
    expect(await seqs(query)).toEqual(expected);
  });

  test("who by id, and a project by its name or alone", async () => {
    expect(await seqs({ who: ada })).toEqual([2, 1]);
    expect(await seqs({ project: project.slug })).toEqual([3]);
    expect(await seqs({}, project.id)).toEqual([3]);
  });

  test("the last day counts to its end", async () => {
    const today = new Date().toISOString().slice(0, 10);
    expect(await seqs({ from: today, to: today })).toHaveLength(3);
  });

  test("pages of fifty go by number, down and up again; an edge of another list is none", async () => {
    await withTenant(
      { organizationId: other.id },
      async (tx) => {
        for (let i = 0; i < 119; i++) await recordAudit(tx, { ...entry(), organizationId: other.id });
      },
      database.app,
    );
    const page = (query: Record<string, string>) =>
      withTenant(
        { organizationId: other.id },
        (tx) => listAudit(tx, { organizationId: other.id }, auditFilterFrom(query)),
        database.app,
      );
    const first = await page({});
    const second = await page({ before: first.older ?? "" });
    const third = await page({ before: second.older ?? "" });
    expect([first, second, third].map(({ rows }) => rows.map(({ seq }) => Number(seq)))).toEqual([
      Array.from({ length: 50 }, (_, at) => 120 - at),
      Array.from({ length: 50 }, (_, at) => 70 - at),
      Array.from({ length: 20 }, (_, at) => 20 - at),
    ]);
    expect(third.older).toBeNull();
    expect((await page({ after: third.newer ?? "" })).rows).toEqual(second.rows);
    expect((await page({ before: crypto.randomUUID() })).rows).toEqual(first.rows);
  });

  test("one row with what changed, whether it is sealed; a number of another list is none", async () => {
    await write({ detail: { before: { tier: "small" }, after: { tier: "large" } } });
    const get = (row: string, projectId?: string) =>
      withTenant(
        { organizationId: organization.id },
        (tx) =>
          getAuditRow(tx, { organizationId: organization.id, ...(projectId ? { projectId } : {}) }, row),
        database.app,
      );
    expect(await get("4")).toMatchObject({
      seq: "4",
      sealed: false,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      detail: { before: { tier: "small" }, after: { tier: "large" } },
    });
    expect(await get("99")).toBeNull();
    expect(await get("4", project.id), "not of this project").toBeNull();
    expect(await get(crypto.randomUUID())).toBeNull();
  });

  test("the platform sees every chain, by the name of its organization", async () => {
    const { rows } = await withPlatform(
      (tx) => listAudit(tx, null, auditFilterFrom({ project: organization.slug })),
      database.app,
    );
    expect(new Set(rows.map((row) => row.organization))).toEqual(new Set([organization.slug]));
    const all = await withPlatform((tx) => listAudit(tx, null, auditFilterFrom({})), database.app);
    expect(all.rows).toHaveLength(50);
    const row = await withPlatform((tx) => getAuditRow(tx, null, rows[0]?.id ?? ""), database.app);
    expect(row).toMatchObject({ organization: organization.slug, seq: rows[0]?.seq });
  });
});

describe("what can come by the thousand", () => {
  const again = (data: Partial<AuditEntry> = {}) =>
    withTenant(
      { organizationId: organization.id },
      (tx) =>
        recordOnce(tx, entry({ action: "api.listKeys", outcome: "refused", reason: "forbidden", ...data })),
      database.app,
    );

  test("is written down once, and anew for whatever is another", async () => {
    await Promise.all([0, 1, 2].map((i) => again({ requestId: `r-${i}` })));
    await again({ requestId: "r-3" });
    expect(await seqs({ action: "api." })).toHaveLength(1);
    const differing: Partial<AuditEntry>[] = [
      { reason: "scope_missing" },
      { projectId: project.id },
      { target: { kind: "user", id: "u-1" } },
      { target: { kind: "user", id: "u-2" } },
      { actor: { kind: "bot", userId: null, name: "ci", via: "api" } },
      { actor: { kind: "bot", userId: null, name: "cd", via: "api" } },
    ];
    for (const data of [...differing, ...differing]) await again(data);
    expect(await seqs({ action: "api." })).toHaveLength(1 + differing.length);
  });

  test("and of made-up things no more than twenty in five minutes, however they come; what was looked at is all there", async () => {
    const tries = Array.from({ length: 25 }, (_, i) => ({ target: { kind: "key", id: `made-up-${i}` } }));
    await Promise.all(tries.map((data) => again({ ...data, action: "flood.refused" })));
    await again({ action: "flood.refused", reason: "scope_missing" });
    for (const data of tries) await again({ ...data, action: "flood.looked", outcome: "allowed" });
    expect(await seqs({ action: "flood.refused" })).toHaveLength(21);
    expect(await seqs({ action: "flood.looked" })).toHaveLength(25);
  });

  test("and a secret that somebody wrote into a reason, a name or a detail stands nowhere in it", async () => {
    const secret = "sk-ant-api03-abcdefghijkl";
    await write({
      action: "masked.all",
      reason: `because of ${secret}`,
      target: { kind: "session", id: "s", name: secret },
      detail: { reason: `see ${secret}`, list: [{ deep: secret }], prefix: "ptc_usr_abcdefgh" },
    });
    const [row] = await withTenant(
      { organizationId: organization.id },
      (tx) => tx.auditEvent.findMany({ where: { action: "masked.all" } }),
      database.app,
    );
    expect(row).toMatchObject({
      reason: "because of [hidden]",
      targetName: "[hidden]",
      detail: { reason: "see [hidden]", list: [{ deep: "[hidden]" }], prefix: "ptc_usr_abcdefgh" },
    });
  });
});
