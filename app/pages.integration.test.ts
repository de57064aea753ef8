import "#test/provided.ts";
import { globSync } from "node:fs";
import { join } from "node:path";
import { NextRequest } from "next/server";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type {
  OrganizationPermission,
  PlatformPermission,
  ProjectPermission,
} from "#lib/domain/access/permissions.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { expectedOf, holders, makeHolders, type Who } from "#test/holders.ts";
import { uniqueName } from "#test/world.ts";

/**
 * Each page and each route of the screens, with what it asks for. A new one fails here until it is listed; a listed one is
 * asked for by each kind of holder, up to where it would read: it is reached or it is not.
 */
type Asks =
  /** For everybody; it does not look at who asks. */
  | "public"
  /** For whoever is signed in, about themselves. */
  | "own"
  /** Null is for all who belong there. */
  | { at: "organization"; permission: OrganizationPermission | null }
  | { at: "project"; permission: ProjectPermission }
  | { at: "platform"; permission: PlatformPermission };

const organization = (permission: OrganizationPermission | null): Asks => ({
  at: "organization",
  permission,
});
const project = (permission: ProjectPermission): Asks => ({ at: "project", permission });
const platform = (permission: PlatformPermission): Asks => ({ at: "platform", permission });

const pages: Record<string, Asks> = {
  "/": "own",
  "/account": "own",
  "/account/keys": "own",
  "/account/keys/[key]": platform("platform:read"),
  "/account/keys/new": "own",
  "/invitations/[invitation]": "own",
  "/orgs/[org]": organization(null),
  "/orgs/[org]/access": organization("access:read"),
  "/orgs/[org]/audit": organization("audit:read"),
  "/orgs/[org]/credentials": organization("organization-credentials:manage"),
  "/orgs/[org]/credentials/[credential]": organization("organization-credentials:manage"),
  "/orgs/[org]/exports": organization("audit:export"),
  "/orgs/[org]/groups": organization("groups:manage"),
  "/orgs/[org]/members": organization("members:read"),
  "/orgs/[org]/members/invite": organization("invitations:manage"),
  "/orgs/[org]/projects/[project]": project("project:read"),
  "/orgs/[org]/projects/[project]/access": project("project-access:read"),
  "/orgs/[org]/projects/[project]/audit": project("project-audit:read"),
  "/orgs/[org]/projects/[project]/credentials": project("credentials:read"),
  "/orgs/[org]/projects/[project]/credentials/[credential]": project("credentials:manage"),
  "/orgs/[org]/projects/[project]/drift": project("project:read"),
  "/orgs/[org]/projects/[project]/keys": project("project:read"),
  "/orgs/[org]/projects/[project]/keys/[key]": project("project:read"),
  "/orgs/[org]/projects/[project]/keys/new": project("project-keys:own"),
  "/orgs/[org]/projects/[project]/members": project("project-members:read"),
  "/orgs/[org]/projects/[project]/sessions": project("sessions:read"),
  "/orgs/[org]/projects/[project]/sessions/[session]": project("sessions:read"),
  "/orgs/[org]/projects/[project]/sessions/new": project("sessions:read"),
  "/orgs/[org]/projects/[project]/settings": project("project:read"),
  "/orgs/[org]/projects/new": organization("projects:create"),
  "/orgs/[org]/removals/[removal]": organization(null),
  "/orgs/[org]/usage": organization("organization-usage:read"),
  "/orgs/[org]/settings": organization("organization:update"),
  "/orgs/[org]/keys": organization("keys:manage"),
  "/orgs/[org]/keys/[key]": organization(null),
  "/orgs/[org]/keys/new": organization("keys:manage"),
  "/orgs/[org]/keys/revoke": organization("keys:manage"),
  "/platform": platform("platform:read"),
  "/platform/approvals": platform("platform:approve"),
  "/platform/audit": platform("platform:audit"),
  "/platform/drift": platform("platform:read"),
  "/platform/jobs": platform("platform:jobs"),
  "/platform/organizations": platform("platform:read"),
  "/platform/organizations/[id]": platform("platform:read"),
  "/platform/settings": platform("platform:settings"),
  "/platform/users": platform("platform:users"),
  "/platform/users/[id]": platform("platform:users"),
  "/reference": "own",
  "/sign-in": "public",
  "/sign-in/again": "own",
  "/sign-in/again/done": "own",
  "/sign-in/problem": "public",
  "/suspended/[org]": "own",
  "/welcome": "own",
};

/** Routes of the screens. Those of the REST API are operations, which are tried one by one as such. */
const routes: Record<string, Asks> = {
  "/api/auth/[...nextauth]": "public",
  "/api/events": "own",
  "/api/health/live": "public",
  "/api/health/ready": "public",
  "/api/metrics": "public",
  "/api/names/organization": "own",
  "/api/names/project": "own",
  "/api/refusal": "own",
  "/api/search": "own",
  "/api/touch": "own",
  "/orgs/[org]/exports/[export]/download": organization("audit:export"),
  "/orgs/[org]/projects/[project]/audit/exports/[export]": project("project-audit:read"),
  "/orgs/[org]/projects/[project]/sessions/[session]/log": project("sessions:read"),
  "/orgs/[org]/projects/[project]/sessions/[session]/log/download": project("sessions:read"),
  "/orgs/[org]/projects/[project]/sessions/new/preflight": project("sessions:read"),
  "/orgs/[org]/projects/[project]/usage/file": project("usage:read"),
  "/orgs/[org]/usage/file": organization("organization-usage:read"),
  "/platform/audit/exports/[export]": platform("platform:audit"),
  "/platform/organizations/file": platform("platform:read"),
  "/suspended/[org]/export": "own",
};

/** Thrown, or answered, where a page or a route would read. */
class Reached extends Error {
  readonly permission: string | null;
  constructor(permission: string | null) {
    super("reached");
    this.permission = permission;
  }
}

const now = vi.hoisted(() => {
  process.env.PORTICO_LOG_LEVEL = "silent";
  return { viewer: null as Viewer | null, path: "/" };
});

vi.mock("next/headers", () => ({
  headers: async () => new Headers({ "x-portico-path": now.path }),
  cookies: async () => ({ get: () => undefined, delete: () => undefined }),
}));
vi.mock("next-intl/server", () => ({
  getTranslations: async () => (key: string) => key,
  getFormatter: async () => ({ list: String }),
  getMessages: async () => ({}),
  getLocale: async () => "en",
}));
vi.mock("#lib/domain/access/viewer.ts", async (original) => ({
  ...(await original<object>()),
  loginToken: async () => undefined,
  currentViewer: async () => now.viewer,
  requireViewer: async () => {
    if (now.viewer) return now.viewer;
    throw Object.assign(new Error("signed out"), { digest: "NEXT_REDIRECT;replace;/sign-in;307;" });
  },
}));
// What a page would read is left out; that it may is decided by the page's own door.
vi.mock("#lib/domain/access/page.ts", async (original) => {
  const doors = await original<typeof import("#lib/domain/access/page.ts")>();
  const reach = (permission: string | null) => async (): Promise<never> => {
    throw new Reached(permission);
  };
  return {
    ...doors,
    readTenant: (org: string, permission: OrganizationPermission | null) =>
      doors.readTenant(org, permission, reach(permission)),
    readProject: (place: { org: string; project: string }, permission: ProjectPermission) =>
      doors.readProject(place, permission, reach(permission)),
    readPlatform: (permission: PlatformPermission) => doors.readPlatform(permission, reach(permission)),
    readOwn: () => doors.readOwn(reach("own")),
  };
});
vi.mock("#lib/domain/access/route.ts", async (original) => {
  const doors = await original<typeof import("#lib/domain/access/route.ts")>();
  const bare = (definition: { permission: string | readonly string[] }) => ({
    ...definition,
    read: async () => ({}),
    answer: async () => new Response([definition.permission].flat().join(" ")),
  });
  return {
    ...doors,
    tenantRoute: (definition: never) => doors.tenantRoute(bare(definition) as never),
    projectRoute: (definition: never) => doors.projectRoute(bare(definition) as never),
    platformRoute: (definition: never) => doors.platformRoute(bare(definition) as never),
    userRoute: () => doors.userRoute(async () => new Response("own")),
  };
});

const root = import.meta.dirname;
/** `/orgs/[org]/members` of `(console)/orgs/[org]/members/(list)/page.tsx`. */
const addressOf = (file: string) =>
  `/${file
    .split("/")
    .slice(0, -1)
    .filter((part) => !part.startsWith("("))
    .join("/")}`;
const found = (pattern: string) =>
  globSync(pattern, { cwd: root })
    .filter((file) => !file.startsWith("api/v1/"))
    .map((file) => ({ file, address: addressOf(file) }));
const pageFiles = found("**/page.tsx");
const routeFiles = found("**/route.ts");

let database: TestDatabase;
let world: Awaited<ReturnType<typeof makeHolders>>;
const people = holders.filter((who) => who !== "bot");
let params: Record<string, string>;

beforeAll(async () => {
  const chief = uniqueName("chief");
  Object.assign(process.env, {
    PORTICO_PLATFORM_ADMINS: `${chief}@test.example`,
    PORTICO_URL: "http://localhost:3000",
    PORTICO_AUTH_SECRET: "t".repeat(40),
    PORTICO_PROVIDERS: JSON.stringify([{ type: "github", clientId: "x", clientSecret: "y" }]),
    __NEXT_EXPERIMENTAL_AUTH_INTERRUPTS: "true",
  });
  database = await createTestDatabase();
  world = await makeHolders(database.app, chief);
  const any = world.project.id;
  params = {
    org: world.organization.slug,
    project: world.project.slug,
    ...{ session: any, removal: any, invitation: any, export: any, id: any },
  };
});
afterAll(async () => {
  await prisma().$disconnect();
  await database?.drop();
});

function wanted(asks: Exclude<Asks, "public">): Record<string, string> {
  const of = (who: Who) => {
    if (asks === "own") return "reached";
    if (asks.at === "platform") return who === "platform admin" ? "reached" : "not_found";
    return expectedOf(who, asks);
  };
  return { ...Object.fromEntries(people.map((who) => [who, of(who)])), nobody: "signed_out" };
}

/** Asks as each of them, and as nobody. */
async function tried(ask: () => Promise<string>): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const who of people) {
    now.viewer = world.viewers[who];
    answers[who] = await ask();
  }
  now.viewer = null;
  answers.nobody = await ask();
  return answers;
}

const asked = (asks: Asks) => (typeof asks === "object" ? asks.permission : asks);

test("each page and each route is listed, and no other", () => {
  expect(pageFiles.map(({ address }) => address).sort()).toEqual(Object.keys(pages).sort());
  expect(routeFiles.map(({ address }) => address).sort()).toEqual(Object.keys(routes).sort());
});

describe("pages", () => {
  test.each(
    pageFiles.flatMap(({ file, address }) => {
      const asks = pages[address] ?? "own";
      return asks === "public" ? [] : [[address, file, asks] as const];
    }),
  )("%s", async (address, file, asks) => {
    const { default: Page } = (await import(join(root, file))) as {
      default: (props: object) => Promise<unknown>;
    };
    now.path = address;
    const says = async () => {
      try {
        await Page({ params: Promise.resolve(params), searchParams: Promise.resolve({}) });
        return "reached";
      } catch (error) {
        const { digest = "" } = error as { digest?: string };
        if (digest.includes(";403")) return "forbidden";
        if (digest.includes(";404")) return asks === "own" ? "reached" : "not_found";
        if (digest.startsWith("NEXT_REDIRECT")) return digest.includes("/sign-in") ? "signed_out" : "reached";
        if (!(error instanceof Reached)) throw error;
        return error.permission === asked(asks) ? "reached" : `asks for ${error.permission}`;
      }
    };
    expect(await tried(says)).toEqual(wanted(asks));
  });
});

describe("routes", () => {
  test.each(
    routeFiles.flatMap(({ file, address }) => {
      const asks = routes[address] ?? "own";
      return asks === "public" ? [] : [[address, file, asks] as const];
    }),
  )("%s", async (address, file, asks) => {
    const module = (await import(join(root, file))) as Record<
      string,
      (request: NextRequest, context: object) => Promise<Response>
    >;
    const says = async (method: string) => {
      const request = new NextRequest(`http://localhost:3000${address}`, { method });
      const answer = await module[method]?.(request, { params: Promise.resolve(params) });
      if (answer?.status !== 200)
        return { 401: "signed_out", 403: "forbidden", 404: "not_found" }[answer?.status ?? 0] ?? "";
      const text = await answer.text();
      return text.split(" ").includes(asked(asks) ?? "") ? "reached" : `asks for ${text}`;
    };
    for (const method of Object.keys(module).filter((name) => /^[A-Z]+$/.test(name)))
      expect(await tried(() => says(method)), method).toEqual(wanted(asks));
  });

  test("of the platform's staff have a limit, as those of everybody", async () => {
    now.viewer = world.viewers["platform admin"];
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    const key = `usr:${now.viewer.userId}:screen`;
    await owner.query(
      `insert into rate_limits values ($1, now() + interval '1 hour')
        on conflict (key) do update set tat = excluded.tat`,
      [key],
    );
    const { GET } = await import("./(platform)/platform/organizations/file/route.ts");
    const request = new NextRequest("http://localhost:3000/platform/organizations/file");
    expect((await GET(request, { params: Promise.resolve({}) })).status).toBe(429);
    await owner.query("delete from rate_limits where key = $1", [key]);
    await owner.end();
  });
});
