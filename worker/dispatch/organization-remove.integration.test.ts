import "#test/provided.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { callerOfViewer } from "#lib/domain/access/caller.ts";
import type { UserCommand } from "#lib/domain/access/command.ts";
import { performTenant, performUser } from "#lib/domain/access/perform.ts";
import { resolveTenant } from "#lib/domain/access/scope.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import {
  createOrganizationCommand,
  deleteOrganizationCommand,
  keepOrganizationCommand,
} from "#lib/domain/organizations/commands.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { stopSending } from "#lib/infra/jobs/index.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import type { ListOptions } from "#lib/infra/kube/options.ts";
import { log } from "#lib/infra/log/index.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer } from "#test/world.ts";
import { removeOrganization } from "./organization-remove.ts";

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  // Commands are the web's, and who founds an organization is counted by its settings.
  Object.assign(process.env, {
    PORTICO_URL: "http://localhost:3000",
    PORTICO_AUTH_SECRET: "a secret of the tests, long enough",
    PORTICO_PROVIDERS: JSON.stringify([{ type: "google", clientId: "id", clientSecret: "secret" }]),
  });
});
afterAll(async () => {
  await stopSending();
  await prisma().$disconnect();
  await db?.drop();
});

const asking = { requestId: "r-test" };
const end = (viewer: Viewer, org: string, name: string) => {
  const caller = callerOfViewer(viewer);
  return performTenant(deleteOrganizationCommand, caller, { org }, { name }, asking, async () => caller);
};
const own = <S extends z.ZodType, T>(viewer: Viewer, command: UserCommand<S, T>, input: z.input<S>) =>
  performUser(command, callerOfViewer(viewer), viewer, input, asking);
const row = (id: string) => withPlatform((tx) => tx.organization.findUniqueOrThrow({ where: { id } }));

async function place() {
  const organization = await makeOrganization(db.app);
  const owner = await makeViewer(db.app);
  await join(db.app, owner, organization, "owner");
  return { ...organization, owner };
}

describe("an organization's end", () => {
  const cluster = () => {
    const deleted: string[] = [];
    const client = {
      delete: async ({ kind }: { kind: string }, { name }: { name: string }) =>
        void deleted.push(`${kind} ${name}`),
      request: async () => ({ resources: [{ name: "externalsecrets" }] }),
      // Of each kind one that was fetched for it, or to be filled.
      list: async (_: unknown, { labelSelector, fieldSelector = labelSelector }: ListOptions) => ({
        items: [{ metadata: { name: `with ${fieldSelector}` } }],
      }),
    };
    const deps = { client: client as unknown as KubeClient, log: log.child({}, { level: "silent" }) };
    return { deleted, run: (organizationId: string) => removeOrganization(deps, { organizationId }) };
  };
  const due = (id: string) =>
    withPlatform((tx) => tx.organization.update({ where: { id }, data: { deleteAfter: new Date() } }));
  const exported = (organizationId: string) =>
    withPlatform((tx) => tx.export.updateMany({ where: { organizationId }, data: { state: "done" } }));

  test("shuts it at once, waits for its time, its file and its projects, and leaves a tombstone", async () => {
    const { id, slug, owner } = await place();
    const project = await makeProject(db.app, { id, slug });
    const { deleted, run } = cluster();
    expect(await end(owner, slug, "other")).toMatchObject({
      reason: "name_differs",
    });
    expect(await end(owner, slug, slug)).toMatchObject({ ok: true });
    expect(await resolveTenant(callerOfViewer(owner), slug)).toBeNull();
    expect(+((await row(id)).deleteAfter ?? 0)).toBeGreaterThan(Date.now() + 6.9 * 86_400_000);
    await run(id);
    expect((await row(id)).state).toBe("deleting");

    await due(id);
    await expect(run(id)).rejects.toThrow("file");
    await exported(id);
    await expect(run(id)).rejects.toThrow("projects");
    // The worker was cut off and begins again: nothing happens twice.
    await expect(run(id)).rejects.toThrow("projects");
    const gone = await withPlatform((tx) => tx.project.findUniqueOrThrow({ where: { id: project.id } }));
    expect(gone.deletionRequestedAt).not.toBeNull();
    await withPlatform((tx) =>
      tx.project.update({ where: { id: project.id }, data: { deletedAt: new Date() } }),
    );
    await run(id);
    await run(id);
    const all = [
      `Secret ${slug}`,
      `ExternalSecret with portico.dev/tenant=${slug}`,
      `Secret external.${slug}`,
      `Tenant ${slug}`,
    ];
    expect(deleted).toEqual([...all, ...all]);
    expect(await row(id)).toMatchObject({ state: "deleted", slug });
    expect(await withPlatform((tx) => tx.membership.count({ where: { organizationId: id } }))).toBe(0);
    const audit = await withPlatform((tx) =>
      tx.auditEvent.findMany({ where: { organizationId: id, action: "organizations.remove" } }),
    );
    expect(audit).toMatchObject([{ actorKind: "system", targetName: slug }]);
    // Its name never gets a second meaning.
    const taken = await own(owner, createOrganizationCommand, { slug, displayName: "Again" });
    expect(taken).toMatchObject({ reason: "organization_taken" });
  });

  test("is taken back by its owner in time and by nobody else, and a job that comes later does nothing", async () => {
    const { id, slug, owner } = await place();
    const admin = await makeViewer(db.app);
    await join(db.app, admin, { id, slug }, "admin");
    await end(owner, slug, slug);
    expect(await own(admin, keepOrganizationCommand, { slug })).toMatchObject({ reason: "not_found" });
    expect(await own(owner, keepOrganizationCommand, { slug })).toMatchObject({ ok: true });
    expect((await resolveTenant(callerOfViewer(owner), slug))?.holder.organizationRole).toBe("owner");
    await cluster().run(id);
    expect((await row(id)).state).toBe("active");
  });

  test("is not taken back once its time is over, nor when keeping and ending meet", async () => {
    const { id, slug, owner } = await place();
    await end(owner, slug, slug);
    await exported(id);
    await due(id);
    const [kept] = await Promise.all([own(owner, keepOrganizationCommand, { slug }), cluster().run(id)]);
    expect(kept.ok).toBe(false);
    expect((await row(id)).state).toBe("deleted");
  });
});
