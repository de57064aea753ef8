import "#test/provided.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { callerOfViewer } from "#lib/domain/access/caller.ts";
import type { TenantCommand, UserCommand } from "#lib/domain/access/command.ts";
import { performTenant, performUser } from "#lib/domain/access/perform.ts";
import {
  addDomainCommand,
  removeDomainCommand,
  updateDomainCommand,
  verifyDomainCommand,
} from "#lib/domain/domains/commands.ts";
import { listDomains } from "#lib/domain/domains/data.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform, withTenant, withUser } from "#lib/infra/db/transaction.ts";
import { stopSending } from "#lib/infra/jobs/index.ts";
import { type Dns, startDns } from "#scripts/demo/dns.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeViewer, uniqueName } from "#test/world.ts";
import {
  createOrganizationCommand,
  requestOrganizationCommand,
  transferOrganizationCommand,
  updateOrganizationCommand,
} from "./commands.ts";

let db: TestDatabase;
let dns: Dns;
const records = new Map<string, string[]>();

beforeAll(async () => {
  db = await createTestDatabase(20);
  dns = await startDns((name) => records.get(name));
  Object.assign(process.env, {
    PORTICO_URL: "http://localhost:3000",
    PORTICO_AUTH_SECRET: "a secret of the tests, long enough",
    PORTICO_PROVIDERS: JSON.stringify([{ type: "google", clientId: "id", clientSecret: "secret" }]),
    PORTICO_DNS_SERVERS: dns.address,
  });
});
afterAll(async () => {
  await dns?.close();
  await stopSending();
  await prisma().$disconnect();
  await db?.drop();
});

const asking = { requestId: "r-test" };
const at = <S extends z.ZodType, T, P>(
  viewer: Viewer,
  org: string,
  command: TenantCommand<"organization", S, T, P>,
  input: z.input<S>,
) => {
  const caller = callerOfViewer(viewer);
  return performTenant(command, caller, { org }, input, asking, async () => caller);
};
const own = <S extends z.ZodType, T>(viewer: Viewer, command: UserCommand<S, T>, input: z.input<S>) =>
  performUser(command, callerOfViewer(viewer), viewer, input, asking);
const row = (id: string) => withPlatform((tx) => tx.organization.findUniqueOrThrow({ where: { id } }));
const settle = (data: object) =>
  withPlatform((tx) => tx.platformSettings.update({ where: { id: 1 }, data: { data } }));

async function place() {
  const organization = await makeOrganization(db.app);
  const owner = await makeViewer(db.app);
  await join(db.app, owner, organization, "owner");
  return { ...organization, owner };
}

describe("making an organization", () => {
  test("is for everybody, for those who are let, or for nobody, as the platform's settings say", async () => {
    const viewer = await makeViewer(db.app);
    const input = () => ({ slug: uniqueName("n"), displayName: "New" });
    const wish = () => ({ ...input(), reason: "For our team" });
    expect(await own(viewer, requestOrganizationCommand, wish())).toMatchObject({
      reason: "organizations_free",
    });
    await settle({ organizationCreation: "approval", defaultTier: "small" });
    expect(await own(viewer, createOrganizationCommand, input())).toMatchObject({
      reason: "organizations_by_approval",
    });
    expect(await own(viewer, requestOrganizationCommand, wish())).toMatchObject({ ok: true });
    await settle({ organizationCreation: "off", defaultTier: "small" });
    expect(await own(viewer, createOrganizationCommand, input())).toMatchObject({
      reason: "organizations_off",
    });
    const another = await makeViewer(db.app);
    expect(await own(another, requestOrganizationCommand, wish())).toMatchObject({
      reason: "organizations_off",
    });
    const staff = { ...another, platformAdmin: true };
    const made = input();
    expect(await own(staff, createOrganizationCommand, made)).toMatchObject({ ok: true });
    const found = await withPlatform((tx) => tx.organization.findUnique({ where: { slug: made.slug } }));
    expect(found?.tier).toBe("small");
    await settle({});
  });

  test("takes the wizard on from a screen, and opens none from the API", async () => {
    const viewer = await makeViewer(db.app);
    const wizard = () => withUser(viewer.userId, (tx) => tx.onboarding.findMany());
    const api = { ...callerOfViewer(viewer), via: "api" as const };
    const input = () => ({ slug: uniqueName("n"), displayName: "New" });
    expect(await performUser(createOrganizationCommand, api, viewer, input(), asking)).toMatchObject({
      ok: true,
    });
    expect(await wizard()).toEqual([]);
    expect(await own(viewer, createOrganizationCommand, input())).toMatchObject({ ok: true });
    expect(await wizard()).toHaveLength(1);
  });
});

describe("an organization's own settings", () => {
  test("change once for each version that was seen, and say what changed", async () => {
    const { id, slug, owner } = await place();
    const { version } = await row(id);
    const input = { version, displayName: "Renamed", contactEmail: "ops@acme.example" };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => at(owner, slug, updateOrganizationCommand, input)),
    );
    expect(answers.filter(({ ok }) => ok)).toEqual([{ ok: true, value: { version: version + 1 } }]);
    expect(answers.filter((answer) => !answer.ok && answer.reason === "version_differs")).toHaveLength(5);
    expect(await row(id)).toMatchObject({ displayName: "Renamed", contactEmail: "ops@acme.example" });
    const kept = await withPlatform((tx) =>
      tx.auditEvent.findMany({ where: { organizationId: id, outcome: "allowed" } }),
    );
    expect(kept).toMatchObject([{ detail: { after: { displayName: "Renamed" } } }]);
  });

  test("are not for members", async () => {
    const { id, slug } = await place();
    const member = await makeViewer(db.app);
    await join(db.app, member, { id, slug }, "member");
    const input = { version: null, displayName: "Mine" };
    expect(await at(member, slug, updateOrganizationCommand, input)).toMatchObject({ reason: "forbidden" });
    expect(await at(await makeViewer(db.app), slug, updateOrganizationCommand, input)).toMatchObject({
      reason: "not_found",
    });
  });
});

describe("the ownership", () => {
  test("goes to one member, however many are named at once, and the giver stays an admin", async () => {
    const { id, slug, owner } = await place();
    const heirs = await Promise.all(Array.from({ length: 6 }, () => makeViewer(db.app)));
    for (const heir of heirs) await join(db.app, heir, { id, slug }, "member");
    const answers = await Promise.all(
      heirs.map(({ userId }) => at(owner, slug, transferOrganizationCommand, { userId })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const roles = await withPlatform((tx) => tx.membership.findMany({ where: { organizationId: id } }));
    expect(roles.filter(({ role }) => role === "owner")).toHaveLength(1);
    expect(roles.find(({ userId }) => userId === owner.userId)?.role).toBe("admin");
    const heir = heirs.find(({ userId }) =>
      roles.some((row) => row.userId === userId && row.role === "owner"),
    );
    const told = await withPlatform((tx) => tx.email.findMany({ where: { organizationId: id } }));
    expect(told).toMatchObject([
      { template: "roleGiven", recipient: heir?.email, params: { role: "owner", who: owner.displayName } },
    ]);
  });

  test("that two owners give each other at once is one's", async () => {
    const { id, slug, owner } = await place();
    const second = await makeViewer(db.app);
    await join(db.app, second, { id, slug }, "owner");
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all([
        at(owner, slug, transferOrganizationCommand, { userId: second.userId }),
        at(second, slug, transferOrganizationCommand, { userId: owner.userId }),
      ]);
      expect(answers.some(({ ok }) => ok)).toBe(true);
      const owners = { organizationId: id, role: "owner" };
      expect(await withPlatform((tx) => tx.membership.count({ where: owners }))).toBe(1);
      await withPlatform((tx) =>
        tx.membership.updateMany({ where: { organizationId: id }, data: { role: "owner" } }),
      );
    }
  });

  test("goes to nobody from outside, nobody suspended, and not from an admin", async () => {
    const { id, slug, owner } = await place();
    const [stranger, gone, admin] = [
      await makeViewer(db.app),
      await makeViewer(db.app),
      await makeViewer(db.app),
    ];
    await join(db.app, gone, { id, slug }, "admin");
    await join(db.app, admin, { id, slug }, "admin");
    await withPlatform((tx) =>
      tx.user.update({ where: { id: gone.userId }, data: { suspendedAt: new Date() } }),
    );
    for (const { userId } of [stranger, gone])
      expect(await at(owner, slug, transferOrganizationCommand, { userId })).toMatchObject({
        reason: "not_a_member",
      });
    expect(await at(admin, slug, transferOrganizationCommand, { userId: admin.userId })).toMatchObject({
      reason: "forbidden",
    });
  });
});

describe("a domain", () => {
  const added = async (owner: Viewer, slug: string, domain: string) => {
    const made = await at(owner, slug, addDomainCommand, { domain });
    if (!made.ok) throw new Error(made.reason);
    return made.value.id;
  };
  const prove = async (organizationId: string, id: string) => {
    const found = (await withTenant({ organizationId }, (tx) => listDomains(tx, organizationId))).find(
      (one) => one.id === id,
    );
    if (!found) throw new Error("no domain");
    records.set(found.record.name, [...(records.get(found.record.name) ?? []), found.record.text]);
    return found.record.name;
  };

  test("counts when its record is seen, and not before", async () => {
    const { id, slug, owner } = await place();
    const domainId = await added(owner, slug, `${uniqueName("d")}.example`);
    expect(await at(owner, slug, verifyDomainCommand, { domainId })).toMatchObject({
      reason: "domain_unproved",
    });
    await prove(id, domainId);
    expect(await at(owner, slug, verifyDomainCommand, { domainId })).toMatchObject({ ok: true });
    expect(
      await at(owner, slug, updateDomainCommand, { domainId, joining: "auto", role: "member" }),
    ).toMatchObject({ ok: true });
  });

  test("that several organizations prove at once is one's", async () => {
    const domain = `${uniqueName("d")}.example`;
    const places = await Promise.all(Array.from({ length: 5 }, place));
    const wanted = [];
    for (const { id, slug, owner } of places) {
      const domainId = await added(owner, slug, domain);
      await prove(id, domainId);
      wanted.push({ slug, owner, domainId });
    }
    const answers = await Promise.all(
      wanted.map(({ slug, owner, domainId }) => at(owner, slug, verifyDomainCommand, { domainId })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.reason === "domain_others")).toHaveLength(4);
  });

  test("of a free mail provider, a wrong form, or twice is refused; another organization's is not there", async () => {
    const { slug, owner } = await place();
    for (const [domain, reason] of [
      ["GMail.com", "domain_free"],
      ["https://acme.example", "domain_form"],
      ["localhost", "domain_form"],
    ] as const)
      expect(await at(owner, slug, addDomainCommand, { domain })).toMatchObject({ reason, field: "domain" });
    const domain = `${uniqueName("d")}.example`;
    const domainId = await added(owner, slug, domain);
    expect(await at(owner, slug, addDomainCommand, { domain })).toMatchObject({ reason: "domain_listed" });
    const other = await place();
    expect(await at(other.owner, other.slug, removeDomainCommand, { domainId })).toMatchObject({
      reason: "not_found",
    });
    expect(await at(owner, slug, removeDomainCommand, { domainId })).toMatchObject({ ok: true });
  });

  test("is the fiftieth at most", async () => {
    const { owner, slug, id: organizationId } = await place();
    await withTenant({ organizationId }, (tx) =>
      tx.domain.createMany({
        data: Array.from({ length: 49 }, (_, n) => ({
          organizationId,
          domain: `${slug}${n}.example`,
          challenge: "c",
        })),
      }),
    );
    await added(owner, slug, `${slug}.example`);
    expect(await at(owner, slug, addDomainCommand, { domain: `${slug}-more.example` })).toMatchObject({
      reason: "domains_most",
      values: { most: 50 },
    });
  });
});
