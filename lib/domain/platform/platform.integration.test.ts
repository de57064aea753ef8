import "#test/provided.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callerOfViewer } from "#lib/domain/access/caller.ts";
import type { PlatformCommand } from "#lib/domain/access/command.ts";
import type { Operation } from "#lib/domain/access/operation.ts";
import { performPlatform } from "#lib/domain/access/perform.ts";
import { resolveTenant } from "#lib/domain/access/scope.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import {
  approveRequestCommand,
  declineRequestCommand,
  resumeOrganizationCommand,
  setTierCommand,
  suspendOrganizationCommand,
} from "#lib/domain/organizations/commands.ts";
import { whyClosed } from "#lib/domain/organizations/data.ts";
import { requestOrganization, withdrawRequest } from "#lib/domain/organizations/requests.ts";
import { projectJobs } from "#lib/domain/projects/jobs.ts";
import { createProject } from "#lib/domain/projects/mutations.ts";
import { changeSettingsCommand } from "#lib/domain/settings/commands.ts";
import { readSettings } from "#lib/domain/settings/data.ts";
import { createClient, prisma } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform, withTenant, withUser } from "#lib/infra/db/transaction.ts";
import { enqueue, stopSending } from "#lib/infra/jobs/index.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer, uniqueName } from "#test/world.ts";
import { listOrganizationRequests } from "./api.ts";
import {
  discardJobCommand,
  discardJobsCommand,
  resumeUserCommand,
  retryJobCommand,
  retryJobsCommand,
  signOutUserCommand,
  suspendUserCommand,
} from "./commands.ts";
import {
  getOrganization,
  getUser,
  listOrganizations,
  listPeople,
  listProjectsOf,
  listRequests,
  listUsers,
} from "./data.ts";
import { jobFilter } from "./schema.ts";
import { listAllDrift, listJobs } from "./work.ts";

let db: TestDatabase;
let owner: ReturnType<typeof createClient>;
let staff: Viewer;

beforeAll(async () => {
  db = await createTestDatabase(20);
  owner = createClient(db.ownerUrl, 2);
  staff = { ...(await makeViewer(db.app)), platformAdmin: true };
});
afterAll(async () => {
  await stopSending();
  await owner.$disconnect();
  await prisma().$disconnect();
  await db?.drop();
});

// biome-ignore lint/suspicious/noExplicitAny: the schema that the command brings checks what is given
const as = (viewer: Viewer, command: PlatformCommand<any, unknown>, input: unknown) =>
  performPlatform(command, callerOfViewer(viewer), input, { requestId: "r-test" });
const auditOf = (organizationId: string | null, action: string) =>
  withPlatform((tx) =>
    tx.auditEvent.findMany({ where: { organizationId, action }, orderBy: { seq: "asc" } }),
  );
/** What waits to be mailed to somebody. */
const mailed = async ({ email }: Viewer) =>
  (
    await withPlatform((tx) =>
      tx.email.findMany({ where: { recipient: email ?? "" }, orderBy: { id: "asc" } }),
    )
  ).map(({ template, params }) => [template, params]);
const applied = (ids: string[]) =>
  owner.$queryRaw<{ id: string }[]>`
    select data ->> 'projectId' as id from pgboss.job where name = 'projects.apply' and data ->> 'projectId' = any(${ids})`;

const ask = (viewer: Viewer, slug: string) =>
  withUser(viewer.userId, (tx) =>
    requestOrganization(
      tx,
      viewer,
      { slug, displayName: slug, reason: "For our team", tier: "small" },
      staff.email ? [staff.email] : [],
    ),
  );
const asked = async (viewer: Viewer, slug = uniqueName("want")) => {
  const made = await ask(viewer, slug);
  if (!made.ok) throw new Error(made.reason);
  return { id: made.value.id, slug };
};

describe("requests for organizations", () => {
  test("fifty approvals at once make one organization, with its asker as owner", async () => {
    const asker = await makeViewer(db.app);
    const { id, slug } = await asked(asker);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => as(staff, approveRequestCommand, { requestId: id, tier: "standard" })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.reason === "request_decided")).toHaveLength(49);
    const made = await withPlatform((tx) =>
      tx.organization.findMany({ where: { slug }, include: { memberships: true } }),
    );
    expect(made).toMatchObject([
      { tier: "standard", memberships: [{ userId: asker.userId, role: "owner" }] },
    ]);
    expect(await resolveTenant(callerOfViewer(asker), slug)).not.toBeNull();
    const rows = await auditOf(made[0]?.id ?? "", "organizations.approve");
    expect(rows).toMatchObject([{ outcome: "allowed", actorUserId: staff.userId, targetName: slug }]);
    const request = { who: asker.displayName, name: slug, reason: "For our team" };
    expect(await mailed(staff)).toContainEqual(["organizationAsked", request]);
    expect(await mailed(asker)).toEqual([["organizationApproved", { tier: "standard" }]]);
  });

  test("a no is told with its reason and makes nothing", async () => {
    const asker = await makeViewer(db.app);
    const { id, slug } = await asked(asker);
    expect(await as(staff, declineRequestCommand, { requestId: id, reason: "" })).toMatchObject({
      reason: "required",
      field: "reason",
    });
    expect(
      await as(staff, declineRequestCommand, { requestId: id, reason: "Use Northmoor's" }),
    ).toMatchObject({
      ok: true,
    });
    expect(await as(staff, approveRequestCommand, { requestId: id, tier: "small" })).toMatchObject({
      reason: "request_decided",
    });
    const seen = await withUser(asker.userId, (tx) => tx.organizationRequest.findMany());
    expect(seen).toMatchObject([{ slug, state: "declined", decisionReason: "Use Northmoor's" }]);
    const no = { name: slug, reason: "Use Northmoor's" };
    expect(await mailed(asker)).toEqual([["organizationDeclined", no]]);
  });

  test("a person waits for one at a time, and for a name that nobody else waits for", async () => {
    const [one, other] = [await makeViewer(db.app), await makeViewer(db.app)];
    const { slug, id } = await asked(one);
    // A refusal inside undoes the transaction, as the wrapper does it.
    expect(await ask(one, uniqueName("second"))).toMatchObject({ reason: "request_waits" });
    expect(await ask(other, slug)).toMatchObject({ reason: "organization_taken", field: "slug" });
    expect(await withUser(other.userId, (tx) => withdrawRequest(tx, other.userId, id))).toMatchObject({
      reason: "request_decided",
    });
    expect(await withUser(one.userId, (tx) => withdrawRequest(tx, one.userId, id))).toMatchObject({
      ok: true,
    });
    expect(await ask(other, slug)).toMatchObject({ ok: true });
    expect((await withPlatform((tx) => listRequests(tx))).some((row) => row.slug === slug)).toBe(true);
  });

  test("are all read by the API, page by page, however many wait", async () => {
    const waiting = Array.from({ length: 101 }, () => ({ userId: newId(), slug: uniqueName("waiting") }));
    const read: string[] = [];
    const undone = withPlatform(async (tx) => {
      await tx.user.createMany({
        data: waiting.map(({ userId: id, slug }) => ({
          id,
          displayName: slug,
          email: `${slug}@test.example`,
        })),
      });
      await tx.organizationRequest.createMany({
        data: waiting.map((one) => ({ ...one, displayName: one.slug, tier: "small", reason: "Work" })),
      });
      for (let cursor: string | null = ""; cursor !== null; ) {
        const query = listOrganizationRequests.query?.parse({
          limit: 100,
          ...(cursor ? { after: cursor } : {}),
        });
        const operation = listOrganizationRequests as Extract<Operation, { does: "read" }>;
        const page = (await operation.read({ tx, query } as never)) as {
          value: { items: { slug: string }[]; next: string | null };
        };
        read.push(...page.value.items.map(({ slug }) => slug));
        cursor = page.value.next;
      }
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(read).toEqual(expect.arrayContaining(waiting.map(({ slug }) => slug)));
    expect(new Set(read).size).toBe(read.length);
  });

  test("whose name was taken meanwhile is not approved and stays", async () => {
    const asker = await makeViewer(db.app);
    const { id, slug } = await asked(asker);
    await makeOrganization(db.app, slug);
    expect(await as(staff, approveRequestCommand, { requestId: id, tier: "small" })).toMatchObject({
      reason: "organization_taken",
    });
    const row = await withPlatform((tx) => tx.organizationRequest.findUniqueOrThrow({ where: { id } }));
    expect(row.state).toBe("pending");
  });

  test("cannot be decided by the person who asks", async () => {
    const asker = await makeViewer(db.app);
    const { id } = await asked(asker);
    expect(await as(asker, approveRequestCommand, { requestId: id, tier: "large" })).toMatchObject({
      reason: "not_found",
    });
    await expect(
      withUser(asker.userId, (tx) =>
        tx.organizationRequest.update({ where: { id }, data: { state: "approved" } }),
      ),
    ).rejects.toThrow();
  });
});

describe("suspending an organization", () => {
  test("shuts its members out at once and asks the cluster to stop; resuming gives all of it back", async () => {
    const organization = await makeOrganization(db.app);
    const [first, second] = [
      await makeProject(db.app, organization),
      await makeProject(db.app, organization),
    ];
    const member = await makeViewer(db.app);
    await join(db.app, member, organization, "owner");
    const { id: organizationId, slug } = organization;

    expect(await as(staff, suspendOrganizationCommand, { organizationId, reason: "Unpaid" })).toMatchObject({
      ok: true,
    });
    expect(await resolveTenant(callerOfViewer(member), slug)).toBeNull();
    expect(await applied([first.id, second.id])).toHaveLength(2);
    expect(await as(staff, suspendOrganizationCommand, { organizationId, reason: "Again" })).toMatchObject({
      reason: "organization_state",
    });
    expect(await withUser(member.userId, (tx) => whyClosed(tx, member.userId, slug))).toMatchObject({
      stateReason: "Unpaid",
      owner: true,
    });
    expect(await withUser(staff.userId, (tx) => whyClosed(tx, staff.userId, slug))).toBeNull();

    expect(await as(staff, resumeOrganizationCommand, { organizationId })).toMatchObject({ ok: true });
    expect((await resolveTenant(callerOfViewer(member), slug))?.holder.organizationRole).toBe("owner");
    expect(await applied([first.id, second.id])).toHaveLength(4);
    expect(await auditOf(organizationId, "organizations.suspend")).toMatchObject([
      { outcome: "allowed", detail: { reason: "Unpaid" } },
      { outcome: "refused", reason: "organization_state" },
    ]);
    expect(await mailed(member)).toEqual([
      ["organizationSuspended", { reason: "Unpaid" }],
      ["organizationResumed", {}],
    ]);
  });

  test("shuts its service out too, and is not for its owners", async () => {
    const organization = await makeOrganization(db.app);
    const member = await makeViewer(db.app);
    await join(db.app, member, organization, "owner");
    const organizationId = organization.id;
    const service = {
      ...callerOfViewer(member),
      kind: "key" as const,
      userId: null,
      actorId: newId(),
      keyId: newId(),
      organizationId,
      grants: { organizationRole: "admin" as const, projectRoles: new Map() },
    };
    expect(await resolveTenant(service, organization.slug)).not.toBeNull();
    expect(await as(member, suspendOrganizationCommand, { organizationId, reason: "x" })).toMatchObject({
      reason: "not_found",
    });
    await as(staff, suspendOrganizationCommand, { organizationId, reason: "Unpaid" });
    expect(await resolveTenant(service, organization.slug)).toBeNull();
    expect(await withPlatform((tx) => getOrganization(tx, organizationId))).toMatchObject({
      state: "suspended",
      people: 1,
    });
  });
});

describe("people", () => {
  test("who are suspended are signed out everywhere, and the cluster is asked to take their rights", async () => {
    const organization = await makeOrganization(db.app);
    const [mine, theirs] = [await makeProject(db.app, organization), await makeProject(db.app, organization)];
    const viewer = await makeViewer(db.app);
    await join(db.app, viewer, organization, "editor", mine.id);
    const session = await withPlatform((tx) =>
      tx.loginSession.create({
        data: {
          userId: viewer.userId,
          tokenHash: crypto.getRandomValues(new Uint8Array(32)),
          confirmedAt: new Date(),
          idleUntil: new Date(Date.now() + 60_000),
          endsAt: new Date(Date.now() + 60_000),
        },
      }),
    );
    const { userId } = viewer;
    expect(await withPlatform((tx) => getUser(tx, userId))).toMatchObject({
      loginSessions: [{ id: session.id }],
    });
    expect(await as(staff, suspendUserCommand, { userId, reason: "Left" })).toMatchObject({ ok: true });
    expect(await withPlatform((tx) => getUser(tx, userId))).toMatchObject({ loginSessions: [] });
    expect(await applied([mine.id, theirs.id])).toEqual([{ id: mine.id }]);
    expect(await as(staff, suspendUserCommand, { userId, reason: "Left" })).toMatchObject({
      reason: "user_state",
    });
    expect(await as(staff, resumeUserCommand, { userId })).toMatchObject({ ok: true });
    expect(await applied([mine.id])).toHaveLength(2);
    expect(await as(staff, signOutUserCommand, { userId, loginSessionId: session.id })).toMatchObject({
      reason: "login_over",
    });
  });

  test("do not suspend themselves", async () => {
    expect(await as(staff, suspendUserCommand, { userId: staff.userId, reason: "Mistake" })).toMatchObject({
      reason: "not_yourself",
    });
  });

  test("are found by how their address or name begins, whatever the case", async () => {
    const viewer = await makeViewer(db.app, `${uniqueName("Zoe")}%_`);
    const find = (q: string) =>
      withPlatform((tx) => listUsers(tx, { q, before: null, after: null })).then(({ rows }) =>
        rows.map(({ id }) => id),
      );
    expect(await find(viewer.displayName.toUpperCase())).toEqual([viewer.userId]);
    expect(await find(viewer.displayName.slice(1))).toEqual([]);
    expect(await find("%")).toEqual([]);
  });
});

describe("a failed job", () => {
  const fail = async () => {
    const organization = await makeOrganization(db.app);
    const project = await makeProject(db.app, organization);
    const key = { organizationId: organization.id, projectId: project.id };
    await withPlatform((tx) => enqueue(tx, projectJobs.apply, key));
    const [job] = await owner.$queryRaw<{ id: string }[]>`
      update pgboss.job set state = 'failed', retry_count = retry_limit, completed_on = now(), output = '{"message": "no"}'
      where data ->> 'projectId' = ${key.projectId} returning id::text`;
    return { id: job?.id ?? "", organization, project };
  };
  const listed = (filter: object, size?: number) =>
    withPlatform((tx) =>
      listJobs(tx, jobFilter.parse({ kind: null, before: null, after: null, ...filter }), size),
    );
  const stateOf = async (id: string) =>
    (
      await owner.$queryRaw<{ state: string; left: number }[]>`
        select state::text, retry_limit - retry_count as left from pgboss.job where id = ${id}::uuid`
    )[0];

  test("is seen with what it is about, and gets one more run", async () => {
    const { id, organization, project } = await fail();
    expect((await listed({ state: "failed" })).rows).toContainEqual(
      expect.objectContaining({
        id,
        state: "failed",
        error: "no",
        tries: projectJobs.apply.retryLimit + 1,
        most: projectJobs.apply.retryLimit + 1,
        organization: expect.objectContaining(organization),
        project: expect.objectContaining({ id: project.id, slug: project.slug }),
      }),
    );
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => as(staff, retryJobCommand, { jobId: id })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await stateOf(id)).toEqual({ state: "retry", left: 1 });
  });

  test("is thrown away, and one that has not failed is left alone", async () => {
    const { id } = await fail();
    expect(await as(staff, discardJobCommand, { jobId: id })).toMatchObject({ ok: true });
    expect(await stateOf(id)).toBeUndefined();
    expect(await as(staff, discardJobCommand, { jobId: id })).toMatchObject({ reason: "job_over" });
    await as(staff, retryJobCommand, { jobId: (await fail()).id });
    const [waiting] = (await listed({ state: "retry" })).rows;
    expect(waiting?.state).toBe("retry");
    expect(await as(staff, discardJobCommand, { jobId: waiting?.id })).toMatchObject({ reason: "job_over" });
  });

  test("is out of reach of an organization's transaction and of whoever is no admin", async () => {
    const { id, organization } = await fail();
    const [row] = await withTenant(
      { organizationId: organization.id },
      (tx) => tx.$queryRaw<{ settled: boolean }[]>`select portico_job(${id}::uuid, 'discard') as settled`,
    );
    expect(row?.settled).toBe(false);
    expect(await as({ ...staff, platformAdmin: false }, discardJobCommand, { jobId: id })).toMatchObject({
      reason: "not_found",
    });
    expect((await stateOf(id))?.state).toBe("failed");
  });
});

describe("failed jobs of a kind", () => {
  const kind = "projects.apply";
  const failed = async () =>
    owner.$queryRaw<
      { id: string }[]
    >`select id::text from pgboss.job where name = ${kind} and state = 'failed'`;

  test("are listed a page at a time, each once, tried again all at once, and thrown away with a reason", async () => {
    await owner.$executeRaw`update pgboss.job set state = 'failed', completed_on = now()
      where id in (select id from pgboss.job where name = ${kind} limit 7)`;
    const all = new Set((await failed()).map(({ id }) => id));
    const page = (at: object) =>
      withPlatform((tx) =>
        listJobs(tx, jobFilter.parse({ state: "failed", kind, before: null, after: null, ...at }), 3),
      );
    const first = await page({});
    const second = await page({ before: first.older });
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(6);
    expect((await page({ after: second.newer })).rows).toEqual(first.rows);
    const answers = await Promise.all(Array.from({ length: 4 }, () => as(staff, retryJobsCommand, { kind })));
    expect(answers.filter(({ ok }) => ok).map((answer) => answer.ok && answer.value)).toEqual([
      { count: all.size },
    ]);
    expect(await failed()).toEqual([]);
    await owner.$executeRaw`update pgboss.job set state = 'failed' where id = any(${[...all].slice(0, 2)}::uuid[])`;
    expect(await as(staff, discardJobsCommand, { kind, reason: "" })).toMatchObject({ reason: "required" });
    expect(await as(staff, discardJobsCommand, { kind, reason: "Known" })).toMatchObject({
      value: { count: 2 },
    });
    const rows = await auditOf(null, "platform.discard-jobs");
    expect(rows.at(-1)).toMatchObject({
      outcome: "allowed",
      targetName: kind,
      detail: { reason: "Known", count: 2 },
    });
  });
});

describe("the platform's settings", () => {
  beforeEach(() => owner.$executeRaw`update platform_settings set data = '{}'`);
  const now = () => withPlatform(readSettings);

  test("change once for each version that was seen; the record holds what was and what is", async () => {
    const { settings, version } = await now();
    const wanted = { ...settings, organizationCreation: "approval" as const, graceDays: 3 };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => as(staff, changeSettingsCommand, { version, settings: wanted })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter((a) => !a.ok && a.reason === "version_differs")).toHaveLength(7);
    expect(await now()).toEqual({ settings: wanted, version: version + 1 });
    const [row] = (await auditOf(null, "platform.settings")).filter(({ outcome }) => outcome === "allowed");
    expect(row?.detail).toEqual({
      before: { organizationCreation: "free", graceDays: 7 },
      after: { organizationCreation: "approval", graceDays: 3 },
    });
  });

  test("that are out of range are refused with their field", async () => {
    const { settings, version } = await now();
    expect(
      await as(staff, changeSettingsCommand, { version, settings: { ...settings, auditDays: 10 } }),
    ).toMatchObject({ ok: false, field: "settings.auditDays" });
  });
});

describe("the list of organizations", () => {
  test("goes by state and by how a name begins, a page at a time, each of them once", async () => {
    const prefix = uniqueName("many");
    const made: string[] = [];
    for (let i = 0; i < 60; i++) made.push((await makeOrganization(db.app, `${prefix}-${i}`)).id);
    await as(staff, suspendOrganizationCommand, { organizationId: made[7] ?? "", reason: "x" });
    const page = (filter: object) =>
      withPlatform((tx) =>
        listOrganizations(tx, { q: prefix, state: null, tier: null, before: null, after: null, ...filter }),
      );
    const first = await page({});
    const second = await page({ before: first.older });
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual([...made].reverse());
    expect(second.older).toBeNull();
    expect((await page({ after: second.newer })).rows).toEqual(first.rows);
    expect((await page({ state: "suspended" })).rows).toMatchObject([
      { id: made[7], state: "suspended", lastActivity: expect.any(Date) },
    ]);
    await withPlatform((tx) =>
      tx.organization.update({ where: { id: made[9] ?? "" }, data: { tier: "large" } }),
    );
    expect((await page({ tier: "large" })).rows.map(({ id }) => id)).toEqual([made[9]]);
  });
});

describe("an organization's tier", () => {
  test("is never below a project's, however a change and a new project meet; the cluster and the record follow", async () => {
    const organization = await makeOrganization(db.app);
    const { id: organizationId, slug } = organization;
    const set = (tier: string) => as(staff, setTierCommand, { organizationId, tier });
    expect(await set("large")).toMatchObject({ ok: true });
    const place = {
      organizationId,
      organization: slug,
      userId: null,
      requestId: "r-test",
      template: "{organization}-{project}",
    };
    for (let round = 0; round < 10; round++) {
      const [lowered, made] = await Promise.all([
        set("small"),
        withTenant({ organizationId }, (tx) =>
          createProject(tx, place, {
            slug: `p${round}`,
            displayName: "P",
            tier: "large",
            egressMode: "none",
          }),
        ),
      ]);
      expect([lowered.ok, made.ok].filter(Boolean)).toHaveLength(1);
      expect(lowered.ok ? made : lowered).toMatchObject({ reason: lowered.ok ? "tier_above" : "tier_below" });
      await withPlatform((tx) => tx.project.deleteMany({ where: { organizationId } }));
      await set("large");
    }
    const project = await makeProject(db.app, organization);
    expect(await set("standard")).toMatchObject({ ok: true });
    expect(await applied([project.id])).toHaveLength(1);
    expect(await set("small")).toMatchObject({ reason: "tier_below", values: { count: 1 } });
    const rows = (await auditOf(organizationId, "organizations.set-tier")).filter(
      ({ outcome }) => outcome === "allowed",
    );
    expect(rows.at(-1)?.detail).toEqual({ before: { tier: "large" }, after: { tier: "standard" } });
    expect(
      await as({ ...staff, platformAdmin: false }, setTierCommand, { organizationId, tier: "large" }),
    ).toMatchObject({ reason: "not_found" });
  });
});

describe("an organization's people and projects", () => {
  test("are found by how a name begins, a page at a time, each once, with the highest role", async () => {
    const organization = await makeOrganization(db.app);
    const project = await makeProject(db.app, organization);
    const people: Viewer[] = [];
    for (let i = 0; i < 53; i++) people.push(await makeViewer(db.app));
    for (const viewer of people) await join(db.app, viewer, organization, "viewer", project.id);
    const [first, second] = [people[0] as Viewer, people[1] as Viewer];
    await join(db.app, first, organization, "admin");
    const at = { tab: "people" as const, q: "", before: null, after: null };
    const list = (filter: object) =>
      withPlatform((tx) => listPeople(tx, organization.id, { ...at, ...filter }));
    const page = await list({});
    const rest = await list({ before: page.older });
    expect([...page.rows, ...rest.rows].map(({ id }) => id)).toEqual(
      people.map((one) => one.userId).reverse(),
    );
    expect((await list({ q: first.displayName.toUpperCase() })).rows).toMatchObject([
      { role: "admin", projects: 1 },
    ]);
    expect((await list({ q: second.email ?? "" })).rows).toMatchObject([{ id: second.userId, role: null }]);
    const projects = (q: string) =>
      withPlatform((tx) => listProjectsOf(tx, organization.id, { ...at, q })).then(({ rows }) => rows);
    expect(await projects(project.slug.slice(0, 4).toUpperCase())).toMatchObject([{ id: project.id }]);
    expect(await projects("%")).toEqual([]);
    expect(await withPlatform((tx) => getOrganization(tx, organization.id))).toMatchObject({
      people: 53,
      projects: 1,
    });
  });
});

describe("what was changed in the cluster", () => {
  test("is listed for every project, by how it ended", async () => {
    const organization = await makeOrganization(db.app);
    const project = await makeProject(db.app, organization);
    const change = { kind: "RoleBinding", name: "x", fields: [], manager: "kubectl", operation: "Update" };
    for (const state of ["repaired", "refused"])
      await withPlatform((tx) =>
        tx.driftEvent.create({
          data: {
            ...change,
            state,
            organizationId: organization.id,
            projectId: project.id,
            seenAt: new Date(),
          },
        }),
      );
    const { rows } = await withPlatform((tx) =>
      listAllDrift(tx, { state: "refused", before: null, after: null }),
    );
    expect(rows).toMatchObject([
      { name: "x", state: "refused", project: { slug: project.slug }, organization: { id: organization.id } },
    ]);
  });
});
