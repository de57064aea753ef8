import "#test/provided.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { portico, recordAudit } from "#lib/domain/audit/mutations.ts";
import { closingExport, getReadyExport, readPart } from "#lib/domain/exports/data.ts";
import { type ExportRequest, requestExport } from "#lib/domain/exports/mutations.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { endOrganization, requestOrganizationDeletion } from "#lib/domain/organizations/deletion.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { stopSending } from "#lib/infra/jobs/index.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer, type TestOrganization } from "#test/world.ts";
import { runExport } from "./export-run.ts";

let database: TestDatabase;
let organization: TestOrganization;
let other: TestOrganization;
let admin: Viewer;

beforeAll(async () => {
  database = await createTestDatabase();
  organization = await makeOrganization(database.app);
  other = await makeOrganization(database.app);
  admin = await makeViewer(database.app);
  await join(database.app, admin, organization, "admin");
  await write(organization.id, 2500, "test.many");
  await write(organization.id, 1, "=cmd()");
  await write(other.id, 3, "test.foreign");
});
afterAll(async () => {
  await stopSending();
  await prisma().$disconnect();
  await database?.drop();
});

async function write(organizationId: string, count: number, action: string): Promise<void> {
  for (let at = 0; at < count; at += 500)
    await withTenant({ organizationId }, async (tx) => {
      for (let i = at; i < Math.min(at + 500, count); i++)
        await recordAudit(tx, {
          action,
          outcome: "allowed",
          actor: portico,
          requestId: `r-${i}`,
          organizationId,
        });
    });
}

/** The web asks, the worker runs; answers the row and the file's text. */
async function run(
  request: Partial<ExportRequest> = {},
  before: (id: string) => Promise<void> = async () => {},
) {
  const { id: organizationId } = organization;
  const { id } = await withTenant({ organizationId }, (tx) =>
    requestExport(tx, {
      organizationId,
      kind: "audit",
      format: "ndjson",
      askedBy: admin.userId,
      requestId: "r-x",
      ...request,
    }),
  );
  await before(id);
  process.env.PORTICO_DATABASE_URL = database.workerUrl;
  await runExport({ organizationId, exportId: id });
  return read(id);
}
async function read(id: string) {
  return withTenant({ organizationId: organization.id }, async (tx) => {
    const row = await tx.export.findUniqueOrThrow({ where: { id } });
    let text = "";
    let parts = 0;
    for (;;) {
      const part = await readPart(tx, id, parts);
      if (!part) break;
      text += Buffer.from(part).toString("utf8");
      parts += 1;
    }
    return {
      ...row,
      text,
      parts,
      ready: (await getReadyExport(tx, { organizationId: organization.id }, id)) !== null,
    };
  });
}

describe("an export of the audit log", () => {
  test("holds every row of the organization and none of another, in order, once", async () => {
    const made = await run();
    expect(made).toMatchObject({ state: "done", rows: 2501, ready: true });
    const lines = made.text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { seq: string; action: string; organizationId: string });
    expect(lines.map(({ seq }) => Number(seq))).toEqual(Array.from({ length: 2501 }, (_, at) => at + 1));
    expect(new Set(lines.map(({ organizationId }) => organizationId))).toEqual(new Set([organization.id]));
    expect(Number(made.bytes)).toBe(Buffer.byteLength(made.text));
  });

  test("follows the filters, and a spreadsheet runs nothing in it", async () => {
    const made = await run({ format: "csv", filter: { action: "=cmd" } });
    expect(made.rows).toBe(1);
    const [head, line] = made.text.split("\r\n");
    expect(head).toMatch(/^id,at,organizationId/);
    expect(line).toContain("'=cmd()");
    expect((await run({ filter: { project: "no-such-project" } })).rows).toBe(0);
  });

  test("one that was cut off begins anew, and running it again changes nothing", async () => {
    const made = await run({}, async (id) => {
      await withTenant({ organizationId: organization.id }, async (tx) => {
        await tx.exportChunk.create({
          data: { exportId: id, organizationId: organization.id, position: 0, content: Buffer.from("half") },
        });
        await tx.export.update({ where: { id }, data: { state: "running", rows: 7 } });
      });
    });
    expect(made).toMatchObject({ state: "done", rows: 2501 });
    expect(made.text).not.toContain("half");
    await runExport({ organizationId: organization.id, exportId: made.id });
    expect(await read(made.id)).toMatchObject({ state: "done", rows: 2501 });
  });

  test("whoever lost the right between asking and running gets nothing, and that stands in the log", async () => {
    const leaver = await makeViewer(database.app);
    await join(database.app, leaver, organization, "admin");
    const made = await run({ askedBy: leaver.userId }, async () => {
      await withPlatform((tx) => tx.membership.deleteMany({ where: { userId: leaver.userId } }));
    });
    expect(made).toMatchObject({ state: "failed", message: "rights_gone", parts: 0, ready: false });
    const refusal = await withTenant({ organizationId: organization.id }, (tx) =>
      tx.auditEvent.findFirst({ where: { targetId: made.id }, orderBy: { seq: "desc" } }),
    );
    expect(refusal).toMatchObject({ action: "exports.run", outcome: "refused", actorKind: "system" });
  });

  test("a file cannot be had when its time is over", async () => {
    const made = await run();
    await withTenant({ organizationId: organization.id }, (tx) =>
      tx.export.update({ where: { id: made.id }, data: { expiresAt: new Date(Date.now() - 1000) } }),
    );
    expect((await read(made.id)).ready).toBe(false);
  });
});

test("an export of a project's part of the log holds its rows alone, for who may read that part", async () => {
  const project = await makeProject(database.app, organization);
  const { id: organizationId } = organization;
  const [chief, reader] = [await makeViewer(database.app), await makeViewer(database.app)];
  await join(database.app, chief, organization, "admin", project.id);
  await join(database.app, reader, organization, "viewer", project.id);
  const entry = {
    action: "test.here",
    outcome: "allowed",
    actor: portico,
    requestId: "r",
    organizationId,
  } as const;
  await withTenant({ organizationId }, (tx) => recordAudit(tx, { ...entry, projectId: project.id }));
  const made = await run({ projectId: project.id, askedBy: chief.userId });
  expect(made).toMatchObject({ state: "done", rows: 1 });
  expect(made.text).toContain("test.here");
  expect(await run({ projectId: project.id, askedBy: reader.userId })).toMatchObject({
    message: "rights_gone",
  });
  const ready = (at: { id: string }) =>
    withTenant({ organizationId }, (tx) => getReadyExport(tx, { organizationId, projectId: at.id }, made.id));
  expect(await ready(project)).toMatchObject({ id: made.id });
  expect(await ready(await makeProject(database.app, organization)), "of another project").toBeNull();
});

test("an export of the whole log is the platform's: every chain in it, and no organization sees it", async () => {
  const { id } = await withPlatform((tx) =>
    requestExport(tx, {
      organizationId: null,
      kind: "audit",
      format: "ndjson",
      filter: { action: "test.foreign" },
      askedBy: admin.userId,
      requestId: "r-x",
    }),
  );
  await runExport({ organizationId: null, exportId: id });
  const [row, part] = await withPlatform(async (tx) => [
    await getReadyExport(tx, { organizationId: null }, id),
    await readPart(tx, id, 0),
  ]);
  expect(row).toMatchObject({ state: "done", rows: 3 });
  expect(Buffer.from(part ?? []).toString("utf8")).toContain(other.id);
  expect(
    await withTenant({ organizationId: organization.id }, (tx) => tx.export.count({ where: { id } })),
  ).toBe(0);
});

test("what an organization had that is being deleted is its owners' until a week after it is gone", async () => {
  const leaving = await makeOrganization(database.app);
  const [owner, member] = [await makeViewer(database.app), await makeViewer(database.app)];
  await join(database.app, owner, leaving, "owner");
  await join(database.app, member, leaving, "admin");
  const { id: organizationId, slug } = leaving;
  const asked = { organizationId, slug, by: owner.userId, name: slug, requestId: "r-x" };
  await withTenant({ organizationId }, (tx) => requestOrganizationDeletion(tx, asked, slug, 30));
  const waiting = await closingExport(owner.userId, slug);
  expect(waiting?.row.state).toBe("queued");
  await runExport({ organizationId, exportId: waiting?.row.id ?? "" });
  const made = await closingExport(owner.userId, slug);
  expect(made?.row.state).toBe("done");
  const days = (Number(made?.row.expiresAt) - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(37);
  expect(await closingExport(member.userId, slug), "an admin").toBeNull();
  expect(await closingExport(admin.userId, slug), "a stranger").toBeNull();
  expect(await closingExport(admin.userId, organization.slug), "of one that stays").toBeNull();

  const gone = new Date(Date.now() + 31 * 86_400_000);
  expect(await withTenant({ organizationId }, (tx) => endOrganization(tx, organizationId, "r-x", gone))).toBe(
    "ended",
  );
  const left = await closingExport(owner.userId, slug);
  expect(left).toMatchObject({ organizationId, displayName: made?.displayName, row: { state: "done" } });
  expect(+(left?.row.expiresAt ?? 0)).toBe(+gone + 7 * 86_400_000);
  expect(await closingExport(member.userId, slug), "an admin").toBeNull();
  const late = { expiresAt: new Date() };
  await withTenant({ organizationId }, (tx) => tx.export.updateMany({ data: late }));
  expect(await closingExport(owner.userId, slug), "expired").toBeNull();
});

test("an export of an organization holds all it has, and nothing that opens anything", async () => {
  const secret = "e".repeat(40);
  await withPlatform(async (tx) => {
    await tx.invitation.create({
      data: {
        organizationId: organization.id,
        email: "new@test.example",
        role: "member",
        nonce: secret,
        expiresAt: new Date(Date.now() + 86_400_000),
      },
    });
    await tx.key.create({
      data: {
        kind: "service",
        organizationId: organization.id,
        name: "ci",
        secrets: {
          create: {
            organizationId: organization.id,
            prefix: "ptc_svc_abcd",
            lastFour: "wxyz",
            hash: Buffer.from(secret),
          },
        },
        scopes: ["organization:read"],
        organizationRole: "member",
        expiresAt: new Date(Date.now() + 86_400_000),
      },
    });
  });
  const project = await makeProject(database.app, organization);
  const foreign = await makeProject(database.app, other);
  const made = await run({ kind: "organization", askedBy: null });
  expect(made.state).toBe("done");
  const lines = made.text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { record: string });
  const kinds = new Set(lines.map(({ record }) => record));
  for (const kind of ["organization", "membership", "invitation", "key", "project", "audit"])
    expect(kinds).toContain(kind);
  expect(made.text).toContain(project.id);
  expect(made.text).not.toContain(foreign.id);
  expect(made.text).not.toContain(secret);
  expect(made.text).not.toContain(Buffer.from(secret).toString("base64"));
  expect(made.text).not.toMatch(/"(hash|nonce)":/);
});
