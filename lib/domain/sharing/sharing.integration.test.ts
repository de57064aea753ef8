import { afterAll, beforeAll, describe, expect, test } from "vitest";
import "#test/provided.ts";
import type { PrismaClient } from "#generated/client.ts";
import { MOST_SHARED } from "#lib/domain/clusters/contract/brought.ts";
import { getCredential, listUses } from "#lib/domain/credentials/data.ts";
import { settleChange } from "#lib/domain/credentials/mutations.ts";
import { type Platform, projectResources } from "#lib/domain/projects/resource.ts";
import { listUsable } from "#lib/domain/sessions/usable.ts";
import { createClient } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { type TenantTx, withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { makeOrganization, makeProject, type TestOrganization } from "#test/world.ts";
import { listShared, readBound, readMatrix } from "./data.ts";
import { changeBindings } from "./mutations.ts";
import { type Binding, bindingKey } from "./schema.ts";

let database: TestDatabase;
/** Who writes down what sessions were given. */
let worker: PrismaClient;
beforeAll(async () => {
  database = await createTestDatabase();
  worker = createClient(database.workerUrl, 1);
});
afterAll(async () => {
  await worker.$disconnect();
  await database.drop();
});

const platform: Platform = {
  subjectPrefix: "oidc:",
  groupPrefix: "oidc:",
  subjectIssuer: undefined,
  gateways: [],
  stores: [],
};

const within = <T>({ id: organizationId }: TestOrganization, work: (tx: TenantTx) => Promise<T>) =>
  withTenant({ organizationId }, work);

/** A credential, of the organization where no project is named. */
async function credential({ id: organizationId }: TestOrganization, name: string, projectId?: string) {
  const secretKey = `${name}-api-key`;
  const row = await withPlatform((tx) =>
    tx.credential.create({
      data: {
        organizationId,
        projectId: projectId ?? null,
        kind: "anthropic",
        name,
        secretKey,
        parts: [secretKey],
      },
    }),
  );
  return row.id;
}

const change = (organization: TestOrganization, bind: Binding[], unbind: Binding[] = []) =>
  within(organization, (tx) =>
    changeBindings(tx, { organizationId: organization.id, userId: null }, { bind, unbind }),
  );
const asked = async (organization: TestOrganization, projectId: string) =>
  (await within(organization, (tx) => projectResources(tx, projectId, platform)))?.project.spec
    .sharedCredentials ?? [];

describe("a credential of the organization", () => {
  test("is asked of the cluster for the projects that have it, for as long as they do", async () => {
    const organization = await makeOrganization(database.app);
    const [one, two] = [
      await makeProject(database.app, organization),
      await makeProject(database.app, organization),
    ];
    const credentialId = await credential(organization, "anthropic");
    const box = { credentialId, projectId: one.id };
    const given = await change(organization, [box]);
    expect(given).toMatchObject({
      ok: true,
      value: { bound: 1, unbound: 0, holding: [] },
      audit: { detail: { bound: [{ credential: "anthropic", project: one.slug }], unbound: [] } },
    });
    // Again it is nothing new, and the projects are not asked anew.
    expect(await change(organization, [box])).toMatchObject({ value: { bound: 0 } });
    expect(await asked(organization, one.id)).toEqual([{ name: "anthropic-api-key" }]);
    expect(await asked(organization, two.id)).toEqual([]);
    const bound = await within(organization, (tx) => readBound(tx, organization.id));
    expect([...bound]).toEqual([[credentialId, { count: 1, names: [expect.any(String)] }]]);
    expect(await change(organization, [], [box])).toMatchObject({ value: { unbound: 1 } });
    expect(await asked(organization, one.id)).toEqual([]);
  });

  test("is given to a project no more than its resource takes, and what is too much does not keep it from being written", async () => {
    const organization = await makeOrganization(database.app);
    const { id: projectId } = await makeProject(database.app, organization);
    const { id: organizationId } = organization;
    const rows = Array.from({ length: MOST_SHARED + 1 }, (_, at) => ({
      ...{ id: newId(), organizationId, kind: "anthropic", name: `n${at}`, secretKey: `n${at}-api-key` },
    }));
    await withPlatform((tx) => tx.credential.createMany({ data: rows }));
    const boxes = rows.map(({ id: credentialId }) => ({ credentialId, projectId }));
    expect(await change(organization, boxes.slice(0, MOST_SHARED))).toMatchObject({ ok: true });
    // Within a command a refusal takes it back; here it stays.
    expect(await change(organization, boxes.slice(MOST_SHARED))).toMatchObject({
      ...{ ok: false, reason: "bindings_most", values: { most: MOST_SHARED } },
    });
    expect(await asked(organization, projectId)).toHaveLength(MOST_SHARED);
    // One may be taken for another.
    expect(await change(organization, [], boxes.slice(0, 2))).toMatchObject({ ok: true });
    expect(await change(organization, boxes.slice(0, 1))).toMatchObject({ ok: true });
  });

  test("goes to no other organization's project, nor does a project's own, all or nothing", async () => {
    const [ours, theirs] = [await makeOrganization(database.app), await makeOrganization(database.app)];
    const [mine, foreign] = [await makeProject(database.app, ours), await makeProject(database.app, theirs)];
    const credentialId = await credential(ours, "anthropic");
    const [own, alien] = [await credential(ours, "own", mine.id), await credential(theirs, "anthropic")];
    const good = { credentialId, projectId: mine.id };
    for (const bad of [
      { credentialId, projectId: foreign.id },
      { credentialId: alien, projectId: mine.id },
      { credentialId: own, projectId: mine.id },
    ]) {
      expect(await change(ours, [good, bad])).toMatchObject({ ok: false, reason: "not_found" });
      expect(await change(ours, [], [bad])).toMatchObject({ ok: false, reason: "not_found" });
    }
    expect(await asked(ours, mine.id)).toEqual([]);
    expect(await asked(theirs, foreign.id)).toEqual([]);
  });

  test("ends as the last one said when many give and take it at once, and nobody waits in a circle", async () => {
    const organization = await makeOrganization(database.app);
    const projects = await Promise.all([0, 1, 2].map(() => makeProject(database.app, organization)));
    const ids = [await credential(organization, "a"), await credential(organization, "b")];
    const boxes = ids.flatMap((credentialId) =>
      projects.map(({ id: projectId }) => ({ credentialId, projectId })),
    );
    await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        at % 2
          ? change(organization, at % 4 === 1 ? boxes : boxes.toReversed())
          : change(organization, [], at % 4 === 0 ? boxes : boxes.toReversed()),
      ),
    );
    await change(organization, boxes.slice(0, 4), boxes.slice(4));
    const { bindings } = await within(organization, (tx) =>
      readMatrix(tx, organization.id, { before: null, after: null }),
    );
    expect(bindings.map(bindingKey).sort()).toEqual(boxes.slice(0, 4).map(bindingKey).sort());
  });

  test("says which running sessions keep it when it is taken away", async () => {
    const organization = await makeOrganization(database.app);
    const [project, other] = [
      await makeProject(database.app, organization),
      await makeProject(database.app, organization),
    ];
    const credentialId = await credential(organization, "anthropic");
    const another = await credential(organization, "openai");
    const boxes = [project, other].map(({ id: projectId }) => ({ credentialId, projectId }));
    await change(organization, boxes);
    /** A session, and what it was given. */
    const session = async (projectId: string, title: string, given: string[], data: object = {}) => {
      const { id: sessionId } = await withPlatform((tx) =>
        tx.agentSession.create({
          data: {
            organizationId: organization.id,
            projectId,
            title,
            prompt: "?",
            agent: "chat",
            model: "m",
            credentialRefs: ["anthropic-api-key"],
            resourceClass: "small",
            timeoutSeconds: 60,
            inactivityTimeoutSeconds: 60,
            requestId: "r-test",
            resourceName: `s-${title}`,
            phase: "Running",
            ...data,
          },
        }),
      );
      const what = { organizationId: organization.id, projectId, sessionId, kind: "anthropic" };
      const rows = given.map((credentialId) => ({
        ...what,
        credentialId,
        secretKey: credentialId,
        handover: "file",
        usedAt: new Date(),
      }));
      await withPlatform((tx) => tx.sessionCredential.createMany({ data: rows }), worker);
    };
    await session(project.id, "running", [credentialId, another]);
    await session(project.id, "over", [credentialId], { phase: "Succeeded", completionTime: new Date() });
    await session(project.id, "another", [another]);
    // It names it and was given nothing yet: it will not be.
    await session(project.id, "waits", [], { phase: "Pending" });
    // This one was given its project's own of that name, and this one the organization's before there was that one.
    const own = await credential(organization, "anthropic", other.id);
    await session(other.id, "own", [own]);
    await session(other.id, "before", [credentialId]);
    // By sessions that were given it; one that waits for it is told apart, and waits in the other project for that one's own.
    await session(other.id, "waits-for-own", [], { phase: "Queued" });
    const uses = (projectId: string | null, id: string) =>
      within(organization, async (tx) => {
        const { rows } = await listUses(
          tx,
          { projectId, credentialId: id },
          { before: null, after: null },
          2,
        );
        const { sessions, running, waiting } = (await getCredential(tx, projectId, id))!;
        return [rows.map(({ title }) => title), sessions, running, waiting];
      });
    expect(await uses(null, credentialId)).toEqual([["before", "over"], 3, 2, 1]);
    expect(await uses(other.id, own)).toEqual([["own"], 1, 1, 1]);
    const taken = await change(organization, [], boxes);
    const held = taken.ok ? taken.value.holding.map(({ project: at, title }) => [at, title]) : [];
    expect(held.sort()).toEqual(
      [
        [project.slug, "running"],
        [other.slug, "before"],
      ].sort(),
    );
  });

  test("is seen in a project by name alone, with its end, and hidden by one of its own", async () => {
    const organization = await makeOrganization(database.app);
    const project = await makeProject(database.app, organization);
    const [a, b] = [await credential(organization, "a"), await credential(organization, "b")];
    await credential(organization, "b", project.id);
    await change(organization, [
      { credentialId: a, projectId: project.id },
      { credentialId: b, projectId: project.id },
    ]);
    const ended = new Date(Date.now() - 1000);
    await withPlatform((tx) => tx.credential.update({ where: { id: a }, data: { expiresAt: ended } }));
    const shared = await within(organization, (tx) => listShared(tx, project.id));
    expect(shared.map(({ name, hidden, expiresAt }) => [name, hidden, expiresAt])).toEqual([
      ["a", false, ended],
      ["b", true, null],
    ]);
    // The same that its sessions may name, and are refused past its end.
    const usable = await within(organization, (tx) => listUsable(tx, project.id));
    expect(usable.map(({ name, shared, expiresAt }) => [name, shared, expiresAt])).toEqual([
      ["a", true, ended],
      ["b", false, null],
    ]);
    expect(Object.keys(shared[0] ?? {})).not.toContain("fingerprint");
  });

  test("goes from its projects when it is removed, however that was confirmed, and comes back to none of them by its name", async () => {
    const organization = await makeOrganization(database.app);
    const project = await makeProject(database.app, organization);
    const credentialId = await credential(organization, "anthropic");
    await change(organization, [{ credentialId, projectId: project.id }]);
    const changeId = newId();
    const jobs = () =>
      withPlatform((tx) => tx.project.findUniqueOrThrow({ where: { id: project.id } })).then(
        ({ requestId }) => requestId,
      );
    await within(organization, async (tx) => {
      const what = { kind: "anthropic", name: "anthropic", secretKey: "anthropic-api-key" };
      await tx.credentialChange.create({
        data: { id: changeId, organizationId: organization.id, ...what, what: "removal" },
      });
    });
    expect(await jobs()).toBe("r-test");
    await withTenant({ organizationId: organization.id, requestId: "r-removed" }, (tx) =>
      settleChange(tx, { projectId: null }, changeId, true),
    );
    expect(await jobs()).toBe("r-removed");
    await credential(organization, "anthropic");
    expect(await asked(organization, project.id)).toEqual([]);
  });
});

test("the matrix is read a page of projects at a time, there and back", async () => {
  const organization = await makeOrganization(database.app);
  for (let n = 0; n < 11; n++) await makeProject(database.app, organization);
  const read = (at: { before?: string | null; after?: string | null }) =>
    within(organization, (tx) => readMatrix(tx, organization.id, { before: null, after: null, ...at }));
  const first = await read({});
  const second = await read({ before: first.projects.older });
  expect([first.projects.rows.length, second.projects.rows.length]).toEqual([8, 3]);
  const names = [...first.projects.rows, ...second.projects.rows].map((row) => row.displayName);
  expect(names).toEqual(names.toSorted());
  expect((await read({ after: second.projects.newer })).projects.rows).toEqual(first.projects.rows);
});
