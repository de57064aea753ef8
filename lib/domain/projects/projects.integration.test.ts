import "#test/provided.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { preflight } from "#lib/domain/sessions/preflight.ts";
import { tierOf } from "#lib/domain/tiers/rules.ts";
import { createClient, prisma } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { stopSending } from "#lib/infra/jobs/index.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import {
  join,
  makeOrganization,
  makeProject,
  makeViewer,
  type TestOrganization,
  uniqueName,
} from "#test/world.ts";
import { archiveProject, createPersonalProject, restoreProject, updateProject } from "./changes.ts";
import { getProject, whyTaken } from "./data.ts";
import { createProject, requestDeletion } from "./mutations.ts";
import { projectResources } from "./resource.ts";

let db: TestDatabase;
let organization: TestOrganization;
let userId: string;

beforeAll(async () => {
  db = await createTestDatabase();
  organization = await makeOrganization(db.app);
  const viewer = await makeViewer(db.app);
  userId = viewer.userId;
  await join(db.app, viewer, organization, "member");
});
afterAll(async () => {
  await stopSending();
  await prisma().$disconnect();
  await db?.drop();
});

const place = () => ({
  organizationId: organization.id,
  organization: organization.slug,
  userId,
  requestId: "r-test",
  template: "{organization}-{project}",
});
const input = (slug: string) => ({
  slug,
  displayName: slug,
  tier: "small" as const,
  egressMode: "gateways" as const,
});

async function jobsOf(projectId: string): Promise<string[]> {
  const owner = createClient(db.ownerUrl, 1);
  const rows = await owner.$queryRaw<{ name: string }[]>`
    select name from pgboss.job where data ->> 'projectId' = ${projectId} order by created_on`;
  await owner.$disconnect();
  return rows.map((row) => row.name);
}

describe("a project", () => {
  test("is made with its maker as admin and one job", async () => {
    const made = await withTenant(place(), (tx) => createProject(tx, place(), input("first")));
    if (!made.ok) throw new Error(made.reason);
    expect(made.value.namespace).toBe(`${organization.slug}-first`);
    const members = await withTenant(place(), (tx) =>
      tx.membership.findMany({ where: { projectId: made.value.id } }),
    );
    expect(members).toMatchObject([{ userId, role: "admin" }]);
    expect(await jobsOf(made.value.id)).toEqual(["projects.apply"]);
  });

  test("of one name that two people make at once exists once, and the other is told so", async () => {
    const attempt = () =>
      withTenant(place(), async (tx) => {
        const outcome = await createProject(tx, place(), input("wanted"));
        if (!outcome.ok) throw new Error(outcome.reason);
        return outcome;
      });
    const results = await Promise.allSettled(Array.from({ length: 8 }, attempt));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected") expect(String(result.reason)).toContain("project_taken");
  });

  test("whose namespace is another organization's is refused for that, though its name is free", async () => {
    // "acme" with "x-y" and "acme-x" with "y" come to one namespace.
    const longer = await makeOrganization(db.app, `${organization.slug}-x`);
    const theirs = await makeProject(db.app, longer, { slug: "y" });
    expect(theirs.namespace).toBe(`${organization.slug}-x-y`);
    expect(await whyTaken(organization.id, "x-y", theirs.namespace)).toBe("namespace_taken");
    expect(await whyTaken(longer.id, "y", theirs.namespace)).toBe("project_taken");
    expect(await whyTaken(organization.id, "free", `${organization.slug}-free`)).toBeNull();
    let refusal: unknown;
    const undone = withTenant(place(), async (tx) => {
      refusal = await createProject(tx, place(), input("x-y"));
      throw new Error("undo");
    });
    await expect(undone).rejects.toThrow("undo");
    expect(refusal).toMatchObject({
      reason: "namespace_taken",
      field: "slug",
      values: { namespace: theirs.namespace },
    });
  });

  test("whose transaction is undone leaves no job behind", async () => {
    let id = "";
    const undone = withTenant(place(), async (tx) => {
      const made = await createProject(tx, place(), input("undone"));
      if (made.ok) id = made.value.id;
      throw new Error("undo");
    });
    await expect(undone).rejects.toThrow("undo");
    expect(await jobsOf(id)).toEqual([]);
  });

  test("may not be of a tier above its organization's", async () => {
    const made = await withTenant(place(), (tx) =>
      createProject(tx, place(), { ...input("large"), tier: "large" }),
    );
    expect(made).toMatchObject({ ok: false, reason: "tier_above" });
  });

  test("may not open the internet on a tier that does not allow it", async () => {
    const made = await withTenant(place(), (tx) =>
      createProject(tx, place(), { ...input("open"), egressMode: "internet" }),
    );
    expect(made).toMatchObject({ ok: false, reason: "egress_tier" });
  });

  test("goes only when its name was typed, and asking twice is asking once", async () => {
    const project = await makeProject(db.app, organization);
    const key = { organizationId: organization.id, projectId: project.id, requestId: "r-test" };
    expect(await withTenant(place(), (tx) => requestDeletion(tx, key, "something"))).toMatchObject({
      reason: "name_differs",
    });
    for (let i = 0; i < 2; i++)
      expect(await withTenant(place(), (tx) => requestDeletion(tx, key, project.slug))).toMatchObject({
        ok: true,
      });
    expect(await jobsOf(project.id)).toEqual(["projects.remove"]);
  });
});

describe("what the cluster is asked for a project", () => {
  test("names the organization's owners and admins as admins beside the project's own roles", async () => {
    const project = await makeProject(db.app, organization);
    const [owner, editor, stranger] = [
      await makeViewer(db.app),
      await makeViewer(db.app),
      await makeViewer(db.app),
    ];
    await join(db.app, owner, organization, "owner");
    await join(db.app, editor, organization, "editor", project.id);
    await join(db.app, stranger, organization, "member");
    const asked = await withTenant(place(), (tx) =>
      projectResources(tx, project.id, {
        subjectPrefix: "oidc:",
        groupPrefix: "idp:",
        subjectIssuer: "https://issuer.test",
        gateways: [],
        stores: [],
      }),
    );
    expect(asked?.project.spec.subjects).toEqual({
      admin: [{ kind: "User", name: `oidc:${owner.displayName}` }],
      editor: [{ kind: "User", name: `oidc:${editor.displayName}` }],
      viewer: [],
    });
    expect(asked?.tenant.name).toBe(organization.slug);
  });

  test("gives nobody rights in the cluster whose issuer the cluster does not trust", async () => {
    const project = await makeProject(db.app, organization);
    const editor = await makeViewer(db.app);
    await join(db.app, editor, organization, "editor", project.id);
    for (const subjectIssuer of ["https://another.test", undefined]) {
      const asked = await withTenant(place(), (tx) =>
        projectResources(tx, project.id, {
          subjectPrefix: "oidc:",
          groupPrefix: "idp:",
          subjectIssuer,
          gateways: [],
          stores: [],
        }),
      );
      expect(asked?.project.spec.subjects).toEqual({ admin: [], editor: [], viewer: [] });
    }
  });

  const platform = {
    subjectPrefix: "oidc:",
    groupPrefix: "idp:",
    subjectIssuer: "https://issuer.test",
    gateways: [],
    stores: [],
  };

  test("names groups of the cluster's issuer, and not each of their people beside them", async () => {
    const own = await makeOrganization(db.app);
    const there = { organizationId: own.id, userId };
    const project = await makeProject(db.app, own);
    const mapping = await withTenant(there, async (tx) => {
      const add = (issuer: string, groupName: string, role: string, projectId: string | null) =>
        tx.groupMapping.create({
          data: { id: newId(), organizationId: own.id, issuer, groupName, role, projectId },
        });
      await add("https://issuer.test", "everybody", "member", null);
      await add("https://issuer.test", "leads", "admin", null);
      await add("https://issuer.test", "system:masters", "editor", project.id);
      await add("https://another.test", "elsewhere", "viewer", project.id);
      return add("https://issuer.test", "team", "editor", project.id);
    });
    const byGroup = await makeViewer(db.app);
    await withTenant(there, (tx) =>
      tx.membership.create({
        data: {
          id: newId(),
          organizationId: own.id,
          projectId: project.id,
          userId: byGroup.userId,
          role: "editor",
          mappingId: mapping.id,
        },
      }),
    );
    const spec = await withTenant(there, (tx) => projectResources(tx, project.id, platform));
    expect(spec?.project.spec.subjects).toEqual({
      admin: [{ kind: "Group", name: "idp:leads" }],
      editor: [
        { kind: "Group", name: "idp:system:masters" },
        { kind: "Group", name: "idp:team" },
      ],
      viewer: [],
    });
    const unprefixed = await withTenant(there, (tx) =>
      projectResources(tx, project.id, { ...platform, groupPrefix: "" }),
    );
    expect(unprefixed?.project.spec.subjects?.editor).toEqual([{ kind: "Group", name: "team" }]);
  });

  test("names a group's people one by one while somebody who carries it must not have its role", async () => {
    const own = await makeOrganization(db.app);
    const there = { organizationId: own.id, userId };
    const project = await makeProject(db.app, own);
    const group = uniqueName("g");
    const mapping = await withTenant(there, (tx) =>
      tx.groupMapping.create({
        data: {
          organizationId: own.id,
          issuer: platform.subjectIssuer,
          groupName: group,
          role: "editor",
          projectId: project.id,
        },
      }),
    );
    const carrier = async () => {
      const viewer = await makeViewer(db.app);
      const [where, data] = [{ userId: viewer.userId }, { groups: [group] }];
      await withPlatform((tx) => tx.identity.updateMany({ where, data }));
      const row = { organizationId: own.id, projectId: project.id, role: "editor", mappingId: mapping.id };
      await withTenant(there, (tx) => tx.membership.create({ data: { ...row, ...where } }));
      return viewer;
    };
    const [stays, goes] = [await carrier(), await carrier()];
    const bound = async () =>
      (await withTenant(there, (tx) => projectResources(tx, project.id, platform)))?.project.spec.subjects
        ?.editor;
    const whole = [{ kind: "Group", name: `idp:${group}` }];
    const oneByOne = [{ kind: "User", name: `oidc:${stays.displayName}` }];
    const suspend = (suspendedAt: Date | null) =>
      withPlatform((tx) => tx.user.update({ where: { id: goes.userId }, data: { suspendedAt } }));
    expect(await bound()).toEqual(whole);
    await suspend(new Date());
    expect(await bound()).toEqual(oneByOne);
    await suspend(null);
    expect(await bound()).toEqual(whole);
    // Removed, and out of the mapping's reach, are the same: they carry the group and have no role by it.
    await withTenant(there, (tx) => tx.membership.deleteMany({ where: { userId: goes.userId } }));
    expect(await bound()).toEqual(oneByOne);
    const left = { where: { userId: goes.userId }, data: { groups: [] } };
    await withPlatform((tx) => tx.identity.updateMany(left));
    expect(await bound()).toEqual(whole);
  });

  test("keeps the largest groups whole where by name their people are more than a list takes", async () => {
    const own = await makeOrganization(db.app);
    const there = { organizationId: own.id, userId };
    const project = await makeProject(db.app, own);
    /** A group of so many people, of whom one is suspended. */
    const crowd = async (role: string, size: number) => {
      const [issuer, groupName] = [platform.subjectIssuer, uniqueName("g")];
      const people = Array.from({ length: size }, (_, at) => ({
        id: newId(),
        displayName: `${groupName}-${at}`,
        suspendedAt: at === 0 ? new Date() : null,
      }));
      await withPlatform(async (tx) => {
        await tx.user.createMany({ data: people });
        await tx.identity.createMany({
          data: people.map(({ id: userId, displayName: subject }) => {
            return { userId, provider: "test", issuer, subject, groups: [groupName] };
          }),
        });
        const at = { organizationId: own.id, projectId: project.id, role };
        const { id: mappingId } = await tx.groupMapping.create({ data: { ...at, issuer, groupName } });
        await tx.membership.createMany({ data: people.map(({ id }) => ({ ...at, userId: id, mappingId })) });
      });
      return {
        whole: { kind: "Group", name: `idp:${groupName}` },
        byName: people.slice(1).map(({ displayName }) => ({ kind: "User", name: `oidc:${displayName}` })),
      };
    };
    const [small, large, other] = [
      await crowd("admin", 150),
      await crowd("admin", 160),
      await crowd("editor", 155),
    ];
    const bound = async () => {
      const made = await withTenant(there, (tx) => projectResources(tx, project.id, platform));
      const { admin = [], editor = [], viewer = [] } = made?.project.spec.subjects ?? {};
      return { admin: new Set(admin), editor: new Set(editor), viewer: new Set(viewer), all: viewer.length };
    };
    expect(await bound()).toEqual({
      admin: new Set([large.whole, ...small.byName]),
      editor: new Set(other.byName),
      viewer: new Set(),
      all: 0,
    });
    await withTenant(there, (tx) =>
      tx.project.update({ where: { id: project.id }, data: { archivedAt: new Date() } }),
    );
    expect(await bound(), "one list for all").toEqual({
      admin: new Set(),
      editor: new Set(),
      viewer: new Set([large.whole, other.whole, ...small.byName]),
      all: 151,
    });
  });

  test("of an archived one is looking alone, for all who worked in it, each once", async () => {
    const project = await makeProject(db.app, organization);
    const editor = await makeViewer(db.app);
    await join(db.app, editor, organization, "editor", project.id);
    await join(db.app, editor, organization, "admin");
    await withTenant(place(), (tx) =>
      tx.project.update({
        where: { id: project.id },
        data: { archivedAt: new Date(), labels: { team: "x" } },
      }),
    );
    const spec = await withTenant(place(), (tx) => projectResources(tx, project.id, platform));
    expect(spec?.project.spec).toMatchObject({ suspended: true, labels: { team: "x" } });
    expect(spec?.project.spec.subjects).toMatchObject({ admin: [], editor: [] });
    const named = { kind: "User", name: `oidc:${editor.displayName}` };
    expect(
      spec?.project.spec.subjects?.viewer?.filter((one) => one.name === named.name),
      "who held two roles",
    ).toEqual([named]);
  });

  test("is nothing once its deletion was asked for", async () => {
    const project = await makeProject(db.app, organization);
    const key = { organizationId: organization.id, projectId: project.id, requestId: "r-test" };
    await withTenant(place(), (tx) => requestDeletion(tx, key, project.slug));
    expect(
      await withTenant(place(), (tx) =>
        projectResources(tx, project.id, {
          subjectPrefix: "",
          groupPrefix: "",
          subjectIssuer: undefined,
          gateways: [],
          stores: [],
        }),
      ),
    ).toBeNull();
  });
});

describe("a project that stands", () => {
  const key = (projectId: string) => ({ organizationId: organization.id, projectId, requestId: "r-test" });
  const asked = (projectId: string) =>
    withTenant(place(), (tx) =>
      projectResources(tx, projectId, {
        subjectPrefix: "oidc:",
        subjectIssuer: undefined,
        gateways: [],
        stores: [],
      } as never),
    );

  test("changes once for each version that was seen, and the cluster is asked for it", async () => {
    const project = await makeProject(db.app, organization);
    const input = { version: 1, displayName: "Renamed", labels: { team: "claims" } };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => withTenant(place(), (tx) => updateProject(tx, key(project.id), input))),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.reason === "version_differs")).toHaveLength(4);
    expect(await jobsOf(project.id)).toEqual(["projects.apply"]);
    expect((await asked(project.id))?.project.spec).toMatchObject({
      displayName: "Renamed",
      labels: { team: "claims" },
    });
  });

  test("may not choose what its tier does not offer", async () => {
    const project = await makeProject(db.app, organization);
    const update = (input: object) =>
      withTenant(place(), (tx) => updateProject(tx, key(project.id), { version: null, ...input }));
    expect(await update({ podSecurity: "baseline" })).toMatchObject({ reason: "pod_security_tier" });
    expect(await update({ egressMode: "internet" })).toMatchObject({ ok: true });
    expect(await update({ tier: "small" })).toMatchObject({ reason: "egress_tier" });
    expect(await update({ tier: "large" })).toMatchObject({ reason: "tier_above" });
  });

  test("follows its tier: what it gets, and what it may choose", async () => {
    const project = await makeProject(db.app, organization);
    const tier = (id: string) =>
      withPlatform((tx) => tx.organization.update({ where: { id: organization.id }, data: { tier: id } }));
    const update = (input: object) =>
      withTenant(place(), (tx) => updateProject(tx, key(project.id), { version: null, ...input }));
    const spec = async () => (await asked(project.id))?.project.spec;
    await tier("large");
    expect(await update({ tier: "large", podSecurity: "baseline", egressMode: "internet" })).toMatchObject({
      ok: true,
      value: { detail: { before: { tier: "standard" }, after: { tier: "large" } } },
    });
    expect(await spec()).toMatchObject({
      limits: tierOf("large").limits,
      podSecurity: "baseline",
      egress: { mode: "internet" },
    });
    expect(await update({ tier: "small" })).toMatchObject({ ok: false });
    const down = { tier: "small", podSecurity: "restricted", egressMode: "none" };
    expect(await update(down)).toMatchObject({ ok: true });
    expect(await spec()).toMatchObject({
      limits: tierOf("small").limits,
      podSecurity: "restricted",
      egress: { mode: "none" },
    });
    await tier("standard");
  });

  test("is archived and restored once each, starts nothing meanwhile, and is suspended in the cluster", async () => {
    const project = await makeProject(db.app, organization);
    const many = async (change: () => Promise<{ ok: boolean }>) =>
      (await Promise.all(Array.from({ length: 5 }, change))).filter(({ ok }) => ok).length;
    expect(await many(() => withTenant(place(), (tx) => archiveProject(tx, key(project.id), userId)))).toBe(
      1,
    );
    expect((await asked(project.id))?.project.spec.suspended).toBe(true);
    const seen = await withTenant(place(), (tx) => getProject(tx, project.id));
    const world = { role: "admin", mayStart: true, project: seen, active: 0, quota: null, credentials: [] };
    const wanted = { model: "gpt-5", credentialId: null, credentialIds: [], websiteUrl: "" };
    expect(
      preflight({ ...world, wanted, now: new Date() }).find(({ check }) => check === "project"),
    ).toMatchObject({
      passed: false,
      text: "projectArchived",
    });
    expect(await many(() => withTenant(place(), (tx) => restoreProject(tx, key(project.id))))).toBe(1);
    expect((await asked(project.id))?.project.spec.suspended).toBe(false);
  });

  test("of one's own is made once a person, in a namespace of its own", async () => {
    const viewer = await makeViewer(db.app);
    await join(db.app, viewer, organization, "member");
    const person = {
      organizationId: organization.id,
      organization: organization.slug,
      userId: viewer.userId,
      displayName: viewer.displayName,
      requestId: "r-test",
    };
    const make = () =>
      withTenant(person, async (tx) => {
        const made = await createPersonalProject(tx, person, "{organization}-user-{id}");
        if (!made.ok) throw new Error(made.reason);
        return made.value;
      });
    const results = await Promise.allSettled(Array.from({ length: 5 }, make));
    const made = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(made).toHaveLength(1);
    expect(made[0]?.namespace).toMatch(new RegExp(`^${organization.slug}-user-[0-9a-z]{10}$`));
    expect(await jobsOf(made[0]?.id ?? "")).toEqual(["projects.apply"]);
  });
});
