import "#test/provided.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mintToken } from "#lib/infra/crypto/token.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer, type TestOrganization } from "#test/world.ts";
import { apiRoute } from "./access/api-route.ts";
import { scopes } from "./access/permissions.ts";
import { operations } from "./api.ts";

const environment = {
  PORTICO_URL: "http://localhost:3000",
  PORTICO_AUTH_SECRET: "t".repeat(40),
  PORTICO_PROVIDERS: JSON.stringify([{ type: "github", clientId: "x", clientSecret: "y" }]),
  // Nobody listens: a key's test fails at once, and says so.
  PORTICO_ANTHROPIC_URL: "http://127.0.0.1:9",
  PORTICO_DNS_SERVERS: "127.0.0.1:9",
};

let db: TestDatabase;
let own: TestOrganization;
const tokens = {} as Record<"owner" | "viewer" | "stranger", string>;
/** The things that the requests are about, by the name of the parameter. */
const things: Record<string, string> = {};

async function makeToken(organization: TestOrganization, userId: string): Promise<string> {
  const { text, prefix, lastFour, hash: tokenHash } = mintToken("ptc_usr_");
  const id = newId();
  await withPlatform(
    (tx) =>
      tx.token.create({
        data: {
          id,
          kind: "personal",
          name: "test",
          organizationId: organization.id,
          userId,
          prefix,
          lastFour,
          tokenHash,
          scopes: scopes.filter((scope) => scope !== "platform"),
          expiresAt: new Date(Date.now() + 3_600_000),
        },
      }),
    db.app,
  );
  return text;
}

beforeAll(async () => {
  Object.assign(process.env, environment);
  db = await createTestDatabase(10);
  own = await makeOrganization(db.app);
  const foreign = await makeOrganization(db.app);
  const [owner, viewer, stranger, other] = [
    await makeViewer(db.app),
    await makeViewer(db.app),
    await makeViewer(db.app),
    await makeViewer(db.app),
  ];
  const project = await makeProject(db.app, own);
  await join(db.app, owner, own, "owner");
  await join(db.app, viewer, own, "member");
  await join(db.app, viewer, own, "viewer", project.id);
  await join(db.app, other, own, "member");
  await join(db.app, other, own, "editor", project.id);
  await join(db.app, stranger, foreign, "owner");
  tokens.owner = await makeToken(own, owner.userId);
  tokens.viewer = await makeToken(own, viewer.userId);
  tokens.stranger = await makeToken(foreign, stranger.userId);
  const ids = {
    credential: newId(),
    session: newId(),
    invitation: newId(),
    token: newId(),
    domain: newId(),
    mapping: newId(),
  };
  const within = { organizationId: own.id, projectId: project.id };
  await withPlatform(async (tx) => {
    await tx.credential.create({
      data: {
        ...within,
        id: ids.credential,
        kind: "anthropic",
        name: "anthropic",
        secretKey: "anthropic-anthropic",
        fingerprint: "f",
        lastFour: "four",
        testPassed: true,
        testedAt: new Date(),
        testStages: [],
      },
    });
    await tx.agentSession.create({
      data: {
        ...within,
        id: ids.session,
        resourceName: "s-one",
        title: "one",
        prompt: "do it",
        agent: "chat",
        model: "claude-sonnet-4-5",
        credentialRefs: [],
        resourceClass: "small",
        timeoutSeconds: 60,
        inactivityTimeoutSeconds: 60,
        createdBy: owner.userId,
        requestId: "r-test",
        phase: "Running",
      },
    });
    await tx.invitation.create({
      data: {
        id: ids.invitation,
        organizationId: own.id,
        email: "one@test.example",
        role: "member",
        expiresAt: new Date(Date.now() + 3_600_000),
      },
    });
    await tx.domain.create({
      data: { id: ids.domain, organizationId: own.id, domain: "first.example", challenge: "c" },
    });
    await tx.groupMapping.create({
      data: {
        id: ids.mapping,
        organizationId: own.id,
        issuer: "https://issuer.test",
        groupName: "others",
        role: "member",
      },
    });
    const { prefix, lastFour, hash: tokenHash } = mintToken("ptc_org_");
    await tx.token.create({
      data: {
        id: ids.token,
        kind: "service",
        name: "to end",
        organizationId: own.id,
        organizationRole: "member",
        prefix,
        lastFour,
        tokenHash,
        scopes: ["read"],
        expiresAt: new Date(Date.now() + 3_600_000),
      },
    });
  }, db.app);
  Object.assign(things, {
    org: own.slug,
    project: project.slug,
    user: other.userId,
    self: owner.userId,
    ...ids,
  });
});
afterAll(async () => {
  await prisma().$disconnect();
  await db?.drop();
});

/** What a request needs beside the things in its path, in the order in which an owner can carry them all out. */
const requests: Record<string, { search?: () => string; body?: () => object; viewer?: number }> = {
  getMe: {},
  listOrganizations: {},
  createOrganization: { body: () => ({ displayName: "New", slug: "new-one" }), viewer: 403 },
  getOrganization: {},
  updateOrganization: { body: () => ({ contactEmail: "it@test.example" }), viewer: 403 },
  transferOrganization: { body: () => ({ userId: things.self }), viewer: 403 },
  listProjects: {},
  createProject: { body: () => ({ displayName: "Two", slug: "two", tier: "small" }), viewer: 201 },
  getProject: {},
  updateProject: { body: () => ({ labels: { team: "search" } }), viewer: 403 },
  retryProject: { viewer: 403 },
  listProjectMembers: {},
  setProjectMember: { body: () => ({ person: things.user, role: "viewer" }), viewer: 403 },
  removeProjectMember: { viewer: 403 },
  listMembers: { search: () => "limit=1" },
  changeMember: { body: () => ({ role: "billing" }), viewer: 403 },
  listInvitations: { viewer: 403 },
  invite: {
    body: () => ({ invitations: [{ email: "two@test.example", role: "member" }] }),
    viewer: 403,
  },
  resendInvitation: { viewer: 403 },
  revokeInvitation: { viewer: 403 },
  listSessions: { search: () => `project=${things.project}&state=running` },
  launchSession: {
    body: () => ({
      project: things.project,
      prompt: "go",
      model: "claude-sonnet-4-5",
      credentialId: things.credential,
    }),
    viewer: 403,
  },
  getSession: {},
  getSessionLog: {},
  stopSession: { viewer: 403 },
  listCredentials: { search: () => `project=${things.project}` },
  testCredential: {
    body: () => ({ project: things.project, kind: "anthropic", name: "new", value: "sk-ant-one-two-three" }),
    viewer: 403,
  },
  listDomains: { viewer: 403 },
  addDomain: { body: () => ({ domain: "second.example" }), viewer: 403 },
  updateDomain: { body: () => ({ joining: "auto", role: "member" }), viewer: 403 },
  verifyDomain: { viewer: 403 },
  removeDomain: { viewer: 403 },
  saveGroup: {
    body: () => ({ at: "organization", issuer: "https://issuer.test", groupName: "staff", role: "member" }),
    viewer: 403,
  },
  listGroups: { viewer: 403 },
  removeGroup: { viewer: 403 },
  listAccess: { search: () => "permission=members:manage", viewer: 403 },
  listProjectAccess: { search: () => "permission=sessions:create&who=all", viewer: 403 },
  listAuditEvents: {
    search: () =>
      `userId=${things.user}&outcome=refused&from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00%2B01:00`,
    viewer: 403,
  },
  listTokens: {},
  createToken: {
    body: () => ({ kind: "personal", name: "another", scopes: ["read"], expiresInDays: 1 }),
    viewer: 201,
  },
  revokeToken: { viewer: 404 },
  removeMember: { viewer: 403 },
  archiveProject: { viewer: 403 },
  restoreProject: { viewer: 403 },
  deleteProject: { search: () => `confirm=${things.project}`, viewer: 403 },
  deleteOrganization: { search: () => `confirm=${things.org}`, viewer: 403 },
};

/** What an owner is refused too, for reasons of this world. */
const refusedToOwners: Record<string, number> = {
  // The viewer has made it already.
  createProject: 409,
  // Everything stands.
  retryProject: 409,
  // A token is for one organization.
  createOrganization: 403,
  // They are the owner.
  transferOrganization: 409,
  // No name server answers.
  verifyDomain: 503,
};

async function call(id: string, who: keyof typeof tokens) {
  const operation = operations.find((one) => one.id === id);
  if (!operation) throw new Error(`There is no operation ${id}.`);
  const { search, body } = requests[id] ?? {};
  const params = Object.fromEntries(
    Object.keys(operation.params?.shape ?? {}).map((name) => [name, things[name] ?? ""]),
  );
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
  const place = who === "stranger" && operation.at !== "own" && !params.org ? `organization=${own.slug}` : "";
  const request = new Request(`http://localhost:3000/api/v1${path}?${search?.() ?? ""}&${place}`, {
    method: operation.method.toUpperCase(),
    headers: {
      authorization: `Bearer ${tokens[who]}`,
      "content-type": "application/json",
      "x-forwarded-for": "192.0.2.7",
    },
    ...(body ? { body: JSON.stringify(body()) } : {}),
  });
  const handlers = apiRoute(operation);
  const handle = handlers[operation.method.toUpperCase() as keyof typeof handlers];
  if (!handle) throw new Error(`${id} has no handler.`);
  const response = await handle(request, { params: Promise.resolve(params) });
  return { operation, status: response.status, text: await response.text() };
}

test("each operation is tried here", () => {
  expect(Object.keys(requests).sort()).toEqual(operations.map(({ id }) => id).sort());
});

describe("a stranger finds nothing", () => {
  test.each(Object.keys(requests))("%s", async (id) => {
    const { operation, status, text } = await call(id, "stranger");
    if (operation.at === "own" && operation.does === "change") expect(status).toBe(403);
    else if (operation.at === "own") expect(text).not.toContain(own.slug);
    else expect([status, JSON.parse(text).code], text).toEqual([404, "not_found"]);
  });
});

describe("a viewer of one project does what the matrix says", () => {
  test.each(Object.keys(requests))("%s", async (id) => {
    const { status, text } = await call(id, "viewer");
    expect(status, text).toBe(requests[id]?.viewer ?? 200);
  });
});

describe("an owner is answered as the document says", () => {
  test.each(Object.keys(requests))("%s", async (id) => {
    const { operation, status, text } = await call(id, "owner");
    const stands = refusedToOwners[id];
    expect(status, text).toBe(stands ?? operation.status);
    if (operation.output === null && !stands) expect(text).toBe("");
  });
});
