import "#test/provided.ts";
import { globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { refused } from "#lib/domain/outcome.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import {
  join as enter,
  makeOrganization,
  makeProject,
  makeViewer,
  type TestOrganization,
} from "#test/world.ts";
import { type Caller, callerOfViewer } from "./caller.ts";
import type { At, PlatformCommand, TenantCommand } from "./command.ts";
import { performPlatform, performTenant } from "./perform.ts";
import { can, type Holder, type OrganizationPermission, type ProjectPermission } from "./permissions.ts";

/**
 * Each command of each noun, found in its module, asked for by each kind of holder through the wrapper that every screen and
 * the REST API use. What the command itself would do is left out: it is reached or it is not.
 */
type AnyTenant = TenantCommand<At, z.ZodType, unknown, unknown>;
type AnyPlatform = PlatformCommand<z.ZodType, unknown>;

const root = join(import.meta.dirname, "..");
const modules = await Promise.all(
  globSync("*/commands.ts", { cwd: root }).map(
    async (file) => [file, (await import(join(root, file))) as object] as const,
  ),
);
const commands = modules.flatMap(([file, module]) =>
  Object.entries(module)
    .filter(([, value]) => typeof value === "object" && value !== null && "run" in value && "name" in value)
    .map(([name, value]) => ({
      of: `${file.split("/")[0]}.${name}`,
      command: value as AnyTenant | AnyPlatform,
    })),
);
const tenantCommands = commands.filter(
  (entry): entry is { of: string; command: AnyTenant } => "at" in entry.command,
);
const platformCommands = commands.filter(
  (entry): entry is { of: string; command: AnyPlatform } =>
    !("at" in entry.command) && "permission" in entry.command,
);

const holders = [
  "owner",
  "admin",
  "member",
  "billing",
  "project admin",
  "project editor",
  "project viewer",
  "bot",
  "platform admin",
  "stranger",
] as const;
type Who = (typeof holders)[number];

/** What each of them holds in the organization and its project. Null for who does not belong to it. */
const held: Record<Who, Holder | null> = {
  owner: holds("owner", null),
  admin: holds("admin", null),
  member: holds("member", null),
  billing: holds("billing", null),
  "project admin": holds(null, "admin"),
  "project editor": holds(null, "editor"),
  "project viewer": holds(null, "viewer"),
  bot: holds(null, "bot"),
  "platform admin": null,
  stranger: null,
};
function holds(organizationRole: Holder["organizationRole"], projectRole: Holder["projectRole"]): Holder {
  return { organizationRole, projectRole, platformAdmin: false };
}

let database: TestDatabase;
let organization: TestOrganization;
let project: { id: string; slug: string };
const callers = {} as Record<Who, Caller>;

beforeAll(async () => {
  database = await createTestDatabase();
  organization = await makeOrganization(database.app);
  project = await makeProject(database.app, organization);
  const other = await makeOrganization(database.app);
  for (const who of holders) {
    const viewer = await makeViewer(database.app);
    const holder = held[who];
    if (holder?.organizationRole) await enter(database.app, viewer, organization, holder.organizationRole);
    if (holder?.projectRole && holder.projectRole !== "bot")
      await enter(database.app, viewer, organization, holder.projectRole, project.id);
    // Whatever a stranger is elsewhere counts for nothing here.
    if (!holder) await enter(database.app, viewer, other, "owner");
    callers[who] = callerOfViewer({ ...viewer, platformAdmin: who === "platform admin" });
  }
  callers.bot = {
    ...callers.bot,
    kind: "kubernetes",
    userId: null,
    actorId: project.id,
    via: "api",
    organizationId: organization.id,
    grants: { organizationRole: null, projectRoles: new Map([[project.id, "bot"]]) },
  };
});
afterAll(async () => {
  await prisma().$disconnect();
  await database?.drop();
});

/** What the wrapper must answer: "reached", or the reason of its refusal. */
function expected(who: Who, { at, permission }: Pick<AnyTenant, "at" | "permission">): string {
  const holder = held[who];
  if (!holder) return "not_found";
  const sees = holder.projectRole !== null || ["owner", "admin"].includes(holder.organizationRole ?? "");
  if (at === "project" && !sees) return "not_found";
  const here = at === "project" ? holder : { ...holder, projectRole: null };
  return can(here, permission as OrganizationPermission | ProjectPermission) ? "reached" : "forbidden";
}

const audited = async () =>
  withTenant({ organizationId: organization.id }, (tx) => tx.auditEvent.count(), database.app);
const asking = { requestId: "r-generated" };

describe("commands of a tenant", () => {
  test("there are some, and each name is one event", () => {
    expect(tenantCommands.length).toBeGreaterThan(20);
  });

  test.each(tenantCommands.map(({ of, command }) => [of, command] as const))("%s", async (_, command) => {
    const reached = {
      ...command,
      input: z.unknown(),
      prepare: undefined,
      effect: undefined,
      run: async () => refused("reached"),
    };
    const place =
      command.at === "project"
        ? { org: organization.slug, project: project.slug }
        : { org: organization.slug };
    const answers: Partial<Record<Who, string>> = {};
    for (const who of holders) {
      const before = await audited();
      const outcome = await performTenant(
        reached as AnyTenant,
        callers[who],
        place,
        {},
        asking,
        async () => callers[who],
      );
      answers[who] = outcome.ok ? "done" : outcome.reason;
      // Whoever belongs there leaves a trace of what was refused; a stranger cannot fill somebody else's log.
      expect((await audited()) - before, who).toBe(answers[who] === "not_found" ? 0 : 1);
    }
    expect(answers).toEqual(Object.fromEntries(holders.map((who) => [who, expected(who, command)])));
  });

  test.each(tenantCommands.map(({ of, command }) => [of, command] as const))(
    "%s: a place that does not exist answers like a foreign one",
    async (_, command) => {
      const reached = {
        ...command,
        input: z.unknown(),
        prepare: undefined,
        effect: undefined,
        run: async () => refused("reached"),
      };
      const place =
        command.at === "project"
          ? { org: organization.slug, project: "no-such-project" }
          : { org: "no-such-organization" };
      const answer = await performTenant(
        reached as AnyTenant,
        callers.owner,
        place,
        {},
        asking,
        async () => null,
      );
      const foreign = {
        org: organization.slug,
        ...(command.at === "project" ? { project: project.slug } : {}),
      };
      expect(answer).toEqual(
        await performTenant(reached as AnyTenant, callers.stranger, foreign, {}, asking, async () => null),
      );
    },
  );
});

describe("commands of the platform", () => {
  test.each(platformCommands.map(({ of, command }) => [of, command] as const))("%s", async (_, command) => {
    const reached = { ...command, input: z.unknown(), run: async () => refused("reached") };
    const answers: Partial<Record<Who, string>> = {};
    for (const who of holders) {
      const outcome = await performPlatform(reached as AnyPlatform, callers[who], {}, asking);
      answers[who] = outcome.ok ? "done" : outcome.reason;
    }
    const all = Object.fromEntries(
      holders.map((who) => [who, who === "platform admin" ? "reached" : "not_found"]),
    );
    expect(answers).toEqual(all);
  });
});
