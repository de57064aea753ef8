import "#test/provided.ts";
import { globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { operations } from "#lib/domain/api.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { refused } from "#lib/domain/outcome.ts";
import { mintKey } from "#lib/infra/crypto/key.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { expectedOf, held, holders, makeHolders, type Who } from "#test/holders.ts";
import { secretOf, type TestOrganization, uniqueName } from "#test/world.ts";
import { apiRoute } from "./api-route.ts";
import { actorOf, type Caller, callerOfViewer } from "./caller.ts";
import type { At, PlatformCommand, TenantCommand, UserCommand } from "./command.ts";
import type { Operation } from "./operation.ts";
import { performPlatform, performTenant, performUser } from "./perform.ts";
import { type PlatformPermission, scopes } from "./permissions.ts";

/**
 * Each command of each noun, found in its module, asked for by each kind of holder through the wrapper that every screen and
 * the REST API use. What the command itself would do is left out: it is reached or it is not.
 */
type AnyTenant = TenantCommand<At, z.ZodType, unknown, unknown>;
type AnyPlatform = PlatformCommand<z.ZodType, unknown>;
type AnyUser = UserCommand<z.ZodType, unknown>;

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
      command: value as AnyTenant | AnyPlatform | AnyUser,
    })),
);
const tenantCommands = commands.filter(
  (entry): entry is { of: string; command: AnyTenant } => "at" in entry.command,
);
const userCommands = commands.filter(
  (entry): entry is { of: string; command: AnyUser } =>
    !("at" in entry.command) && !("permission" in entry.command),
);
const platformCommands = commands.filter(
  (entry): entry is { of: string; command: AnyPlatform } =>
    !("at" in entry.command) && "permission" in entry.command,
);

let database: TestDatabase;
let organization: TestOrganization;
let project: { id: string; slug: string };
const viewers = {} as Record<Who, Viewer>;
const callers = {} as Record<Who, Caller>;
/** Of each person one key with every scope. */
const keys = {} as Record<Who, string>;

beforeAll(async () => {
  const chief = uniqueName("chief");
  Object.assign(process.env, {
    PORTICO_PLATFORM_ADMINS: `${chief}@test.example`,
    PORTICO_URL: "http://localhost:3000",
    PORTICO_AUTH_SECRET: "t".repeat(40),
    PORTICO_PROVIDERS: JSON.stringify([{ type: "github", clientId: "x", clientSecret: "y" }]),
  });
  database = await createTestDatabase();
  const world = await makeHolders(database.app, chief);
  ({ organization, project } = world);
  for (const who of holders) {
    const viewer = world.viewers[who];
    viewers[who] = viewer;
    callers[who] = callerOfViewer(viewer);
    const platform = who === "platform admin";
    keys[who] = await makeKey(
      viewer.userId,
      platform ? null : held[who] ? organization.id : world.elsewhere.id,
    );
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

/** A personal key for one organization; for none, one of a platform admin. */
async function makeKey(userId: string, organizationId: string | null): Promise<string> {
  const platform = organizationId === null;
  const minted = mintKey(platform ? "ptc_plt_" : "ptc_usr_");
  const kind = platform ? "platform" : "personal";
  const held = scopes.filter(
    (scope) => (scope === "platform") === platform || (platform && scope.endsWith(":read")),
  );
  const expiresAt = new Date(Date.now() + 3_600_000);
  await withPlatform(async (tx) => {
    await tx.key.create({
      data: {
        kind,
        name: "test",
        organizationId,
        userId,
        secrets: secretOf(organizationId, minted),
        scopes: held,
        expiresAt,
      },
    });
  }, database.app);
  return minted.text;
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
  test("are found in their modules", () => {
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
    expect(answers).toEqual(Object.fromEntries(holders.map((who) => [who, expectedOf(who, command)])));
  });

  test("what they do not find leaves no trace: ids can be made up without end", async () => {
    const command = { ...tenantCommands.find(({ command: { at } }) => at === "organization")?.command };
    const nothing = async () => refused("not_found");
    const missing = { ...command, name: "test.missing", input: z.unknown(), effect: undefined, run: nothing };
    const ask = (prepare?: typeof nothing) =>
      performTenant(
        { ...missing, prepare } as AnyTenant,
        callers.owner,
        { org: organization.slug },
        {},
        asking,
        async () => callers.owner,
      );
    expect([await ask(), await ask(nothing)]).toEqual([refused("not_found"), refused("not_found")]);
    expect(await refusalsOf("owner", "test.missing")).toEqual([]);
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
        const headers = { authorization: `Bearer ${keys[who]}`, "x-forwarded-for": `192.0.2.${at + 1}` };
        const answer = await handle?.(new Request(url, { method: operation.method.toUpperCase(), headers }), {
          params: Promise.resolve({}),
        });
        answers[who] = answer?.status;
        const says =
          operation.at === "platform"
            ? who === "platform admin"
              ? "reached"
              : "not_found"
            : expectedOf(who, {
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

describe("commands of a person's own", () => {
  test.each(userCommands.map(({ of, command }) => [of, command] as const))("%s", async (_, command) => {
    const reached = { ...command, input: z.unknown(), stepUp: false, run: async () => refused("reached") };
    const ask = async (caller: Caller) => {
      const outcome = await performUser(reached as AnyUser, caller, viewers.owner, {}, asking);
      return outcome.ok ? "done" : outcome.reason;
    };
    expect(await ask(callers.owner)).toBe("reached");
    // Through another's eyes nothing is done in their name, but to stop looking.
    const { userId: actorUserId, displayName: actorName } = viewers["platform admin"];
    const viewing = {
      id: newId(),
      organizationId: organization.id,
      endsAt: new Date(Date.now() + 60_000),
      actorUserId,
      actorName,
    };
    const through = callerOfViewer({ ...viewers.owner, viewing });
    expect(await ask(through)).toBe(command.whileViewing ? "reached" : "viewing_only");
  });
});

describe("what cannot be taken back needs a sign-in of the last ten minutes", () => {
  const late = (caller: Caller): Caller => ({ ...caller, confirmedAt: new Date(Date.now() - 601_000) });
  const reached = {
    input: z.unknown(),
    prepare: undefined,
    effect: undefined,
    run: async () => refused("reached"),
  };
  const asked = commands.filter(({ command }) => command.stepUp === true);

  test("and is this", () => {
    expect(asked.map(({ of }) => of).sort()).toEqual([
      "calls.issueTokenCommand",
      "credentials.addCredentialCommand",
      "credentials.configureCredentialCommand",
      "credentials.keepOutsideCommand",
      "credentials.removeCredentialCommand",
      "keys.createKeyCommand",
      "keys.createPlatformKeyCommand",
      "keys.enableKeyCommand",
      "keys.enablePlatformKeyCommand",
      "keys.revokeKeysCommand",
      "keys.rotateKeyCommand",
      "keys.rotatePlatformKeyCommand",
      "keys.updatePlatformKeyCommand",
      "organizations.deleteOrganizationCommand",
      "organizations.transferOrganizationCommand",
      "projects.deleteProjectCommand",
      "sharing.addOrganizationCredentialCommand",
      "sharing.changeBindingsCommand",
      "sharing.configureOrganizationCredentialCommand",
      "sharing.keepOutsideOrganizationCredentialCommand",
      "sharing.removeOrganizationCredentialCommand",
      "stores.addOrganizationReferenceCommand",
      "stores.addReferenceCommand",
      "stores.changeOrganizationReferenceCommand",
      "stores.changeReferenceCommand",
    ]);
  });

  test.each(asked.map(({ of, command }) => [of, command] as const))("%s", async (_, command) => {
    const ask = async (of: (caller: Caller) => Caller) => {
      const outcome =
        "at" in command
          ? await performTenant(
              { ...command, ...reached } as AnyTenant,
              of(callers.owner),
              { org: organization.slug, ...(command.at === "project" ? { project: project.slug } : {}) },
              {},
              asking,
              async () => null,
            )
          : await performPlatform(
              { ...command, ...reached } as AnyPlatform,
              of(callers["platform admin"]),
              {},
              asking,
            );
      return outcome.ok ? "done" : outcome.reason;
    };
    expect(await ask(late)).toBe("step_up");
    expect(await ask((caller) => caller)).toBe("reached");
    // Who comes with a key has no screen to be asked at.
    expect(await ask((caller) => ({ ...late(caller), kind: "key" }))).toBe("reached");
  });

  test("and so does whatever makes an owner or lets a key do more, and nothing else of its kind", async () => {
    const organizationId = organization.id;
    const open = (role: string) =>
      withTenant({ organizationId }, async (tx) => {
        const data = { organizationId, email: `${uniqueName("o")}@test.example`, role };
        const expiresAt = new Date(Date.now() + 60_000);
        return (await tx.invitation.create({ data: { ...data, expiresAt } })).id;
      });
    const email = "somebody@test.example";
    const { userId } = viewers.owner;
    const bound = await withTenant({ organizationId }, (tx) => {
      const expiresAt = new Date(Date.now() + 60_000);
      const addresses = ["10.0.0.0/8", "192.0.2.0/24"];
      const data = {
        kind: "personal",
        name: "bound",
        organizationId,
        userId,
        scopes: [],
        addresses,
        expiresAt,
      };
      return tx.key.create({ data });
    });
    const inputs: Record<string, (role: string) => object | Promise<object>> = {
      "members.changeMemberCommand": (role) => ({ userId, role }),
      "invitations.inviteCommand": (role) => ({
        invitations: [
          { email, role: "member" },
          { email, role },
        ],
      }),
      "invitations.resendInvitationCommand": async (role) => ({ invitationId: await open(role) }),
      "keys.updateKeyCommand": (role) => ({
        id: bound.id,
        version: null,
        addresses: role === "owner" ? [] : ["10.0.0.0/8"],
      }),
    };
    const some = tenantCommands.filter(({ command }) => typeof command.stepUp === "function");
    expect(some.map(({ of }) => of).sort()).toEqual(Object.keys(inputs).sort());
    for (const { of, command } of some) {
      const ask = async (role: string, caller: Caller) => {
        const run = async () => refused("reached");
        const input = await inputs[of]?.(role);
        const { slug: org } = organization;
        const answer = await performTenant(
          { ...command, run },
          caller,
          { org },
          input,
          asking,
          async () => null,
        );
        return answer.ok ? "done" : answer.reason;
      };
      expect(await ask("owner", late(callers.owner)), of).toBe("step_up");
      expect(await ask("owner", callers.owner), of).toBe("reached");
      expect(await ask("owner", { ...late(callers.owner), kind: "key" }), of).toBe("reached");
      expect(await ask("admin", late(callers.owner)), of).toBe("reached");
    }
  });
});
