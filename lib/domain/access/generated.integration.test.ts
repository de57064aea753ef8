import "#test/provided.ts";
import { globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { operations } from "#lib/domain/api.ts";
import { refused } from "#lib/domain/outcome.ts";
import { mintToken } from "#lib/infra/crypto/token.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import {
  join as enter,
  makeOrganization,
  makeProject,
  makeViewer,
  type TestOrganization,
  uniqueName,
} from "#test/world.ts";
import { apiRoute } from "./api-route.ts";
import { actorOf, type Caller, callerOfViewer } from "./caller.ts";
import type { At, PlatformCommand, TenantCommand } from "./command.ts";
import type { Operation } from "./operation.ts";
import { performPlatform, performTenant } from "./perform.ts";
import {
  can,
  type Holder,
  type OrganizationPermission,
  type PlatformPermission,
  type ProjectPermission,
  scopes,
} from "./permissions.ts";

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
/** Of each person one token with every scope. */
const tokens = {} as Record<Who, string>;

beforeAll(async () => {
  const chief = uniqueName("chief");
  Object.assign(process.env, {
    PORTICO_PLATFORM_ADMINS: `${chief}@test.example`,
    PORTICO_URL: "http://localhost:3000",
    PORTICO_AUTH_SECRET: "t".repeat(40),
    PORTICO_PROVIDERS: JSON.stringify([{ type: "github", clientId: "x", clientSecret: "y" }]),
  });
  database = await createTestDatabase();
  organization = await makeOrganization(database.app);
  project = await makeProject(database.app, organization);
  const other = await makeOrganization(database.app);
  for (const who of holders) {
    const viewer = await makeViewer(database.app, who === "platform admin" ? chief : undefined);
    const holder = held[who];
    if (holder?.organizationRole) await enter(database.app, viewer, organization, holder.organizationRole);
    if (holder?.projectRole && holder.projectRole !== "bot")
      await enter(database.app, viewer, organization, holder.projectRole, project.id);
    // Whatever a stranger is elsewhere counts for nothing here.
    if (!holder) await enter(database.app, viewer, other, "owner");
    callers[who] = callerOfViewer({ ...viewer, platformAdmin: who === "platform admin" });
    const platform = who === "platform admin";
    tokens[who] = await makeToken(viewer.userId, platform ? null : holder ? organization.id : other.id);
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

/** A personal token for one organization; for none, one of a platform admin. */
async function makeToken(userId: string, organizationId: string | null): Promise<string> {
  const platform = organizationId === null;
  const { text, prefix, lastFour, hash: tokenHash } = mintToken(platform ? "ptc_plt_" : "ptc_usr_");
  const kind = platform ? "platform" : "personal";
  const held = scopes.filter(
    (scope) => (scope === "platform") === platform || (platform && scope === "read"),
  );
  const expiresAt = new Date(Date.now() + 3_600_000);
  await withPlatform(async (tx) => {
    await tx.token.create({
      data: {
        kind,
        name: "test",
        organizationId,
        userId,
        prefix,
        lastFour,
        tokenHash,
        scopes: held,
        expiresAt,
      },
    });
  }, database.app);
  return text;
}

/** What the wrapper must answer: "reached", or the reason of its refusal. */
function expected(who: Who, { at, permission }: Pick<AnyTenant, "at" | "permission">): string {
  const holder = held[who];
  if (!holder) return "not_found";
  const sees = holder.projectRole !== null || ["owner", "admin"].includes(holder.organizationRole ?? "");
  if (at === "project" && !sees) return "not_found";
  const here = at === "project" ? holder : { ...holder, projectRole: null };
  return can(here, permission as OrganizationPermission | ProjectPermission) ? "reached" : "forbidden";
}

/** What the organization's log says of that name's refusals to somebody: why, once each, whatever number there were. */
const refusalsOf = async (who: Who, action: string) => {
  const { userId: actorUserId } = actorOf(callers[who]);
  const where = { action, actorUserId, outcome: "refused" };
  return withTenant(
    { organizationId: organization.id },
    async (tx) => (await tx.auditEvent.findMany({ where })).map(({ reason }) => reason),
    database.app,
  );
};
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
      expect(await refusalsOf(who, command.name), who).toEqual(
        answers[who] === "not_found" ? [] : [answers[who]],
      );
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

describe("operations of the REST API", () => {
  const people = holders.filter((who) => who !== "bot");
  const placed = operations.filter(({ at }) => at !== "own");
  const permissionOf = (operation: Operation) =>
    operation.does === "read"
      ? operation.permission
      : "permission" in operation.command
        ? operation.command.permission
        : null;

  /** The same operation, which takes anything and only says that it was reached. */
  const bare = (operation: Operation): Operation =>
    ({
      ...(operation as Operation & { does: "change" }),
      params: undefined,
      query: undefined,
      body: undefined,
      output: z.unknown(),
      status: 200,
      ...(operation.at === "project" ? { locate: () => project.slug } : {}),
      ...(operation.does === "read"
        ? { read: async () => ({ value: "reached" }) }
        : {
            command: {
              ...operation.command,
              input: z.unknown(),
              prepare: undefined,
              effect: undefined,
              run: async () => refused("not_yours"),
            },
            input: () => ({}),
          }),
    }) as Operation;

  test("there are some of each kind", () => {
    expect(placed.length).toBeGreaterThan(30);
  });

  test.each(placed.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    "%s",
    async (_, operation) => {
      const handle = Object.values(apiRoute(bare(operation)))[0];
      const permission = permissionOf(operation);
      const answers: Partial<Record<Who, number>> = {};
      const wanted: Partial<Record<Who, number>> = {};
      const reached = operation.does === "read" ? 200 : 409;
      for (const [at, who] of people.entries()) {
        const url = `http://localhost:3000/api/v1${operation.path}?organization=${organization.slug}`;
        const headers = { authorization: `Bearer ${tokens[who]}`, "x-forwarded-for": `192.0.2.${at + 1}` };
        const answer = await handle?.(new Request(url, { method: operation.method.toUpperCase(), headers }), {
          params: Promise.resolve({}),
        });
        answers[who] = answer?.status;
        const says =
          operation.at === "platform"
            ? who === "platform admin"
              ? "reached"
              : "not_found"
            : permission === null
              ? held[who]
                ? "reached"
                : "not_found"
              : expected(who, {
                  at: operation.at as At,
                  permission: permission as Exclude<typeof permission, PlatformPermission>,
                });
        wanted[who] = { reached, forbidden: 403, not_found: 404 }[says];
      }
      expect(answers).toEqual(wanted);
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
