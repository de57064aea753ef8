import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { z } from "zod";
import * as api from "./client.ts";
import { demo, person } from "./demo.ts";
import { people, unique } from "./world.ts";

type Answer = { content?: Record<string, { schema: z.core.JSONSchema.JSONSchema }> };
type Document = {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, Answer> }>>;
  components: { schemas: Record<string, z.core.JSONSchema.JSONSchema> };
};
const project = "retrieval-eval";

/** The document that the running server serves, with references that a schema can resolve in itself. */
async function readDocument(): Promise<Document> {
  const text = await (await fetch(`${demo().url}/api/v1/openapi.json`)).text();
  return JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")) as Document;
}

/** A fetch that holds every answer against the document, and notes which operations answered as they should. */
function checking(document: Document, answered: Set<string>) {
  const templates = Object.keys(document.paths).map((path) => ({
    path,
    form: new RegExp(`^/api/v1${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
  }));
  return async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const response = await fetch(input, init);
    const { pathname } = new URL(String(input));
    const method = (init?.method ?? "GET").toLowerCase();
    const { path = "" } = templates.find(
      ({ form, path: at }) => form.test(pathname) && document.paths[at]?.[method],
    ) ?? { path: "" };
    const operation = document.paths[path]?.[method];
    const what = `${method} ${pathname}: ${response.status}`;
    const described = operation?.responses[response.status];
    expect(described, `${what} is in the document`).toBeDefined();
    expect(response.headers.get("x-request-id"), what).toMatch(/^r-/);
    expect(response.headers.get("cache-control"), what).toBe("no-store");
    const [type = "", content] = Object.entries(described?.content ?? {})[0] ?? [];
    const text = await response.clone().text();
    if (!content) expect(text, what).toBe("");
    else {
      expect(response.headers.get("content-type")?.split(";")[0], what).toBe(type);
      const schema = z.fromJSONSchema({ ...content.schema, $defs: document.components.schemas });
      const { error } = schema.safeParse(JSON.parse(text));
      expect(error?.issues ?? [], `${what} is as the document says: ${text.slice(0, 500)}`).toEqual([]);
    }
    if (response.ok && operation) answered.add(operation.operationId);
    return response;
  };
}

const as = (email: string) => ({
  baseUrl: `${demo().url}/api/v1`,
  headers: { Authorization: `Bearer ${person(email).token}` },
});

/** The value of an answer that has to be this one. */
function good<A extends { status: number; data?: unknown }, S extends A["status"]>(
  answer: A,
  status: S,
): Extract<A, { status: S }>["data"] {
  expect(answer.status, JSON.stringify(answer.data)).toBe(status);
  return answer.data as Extract<A, { status: S }>["data"];
}

test("every operation answers over the wire as the served document says, and no field more", async () => {
  const document = await readDocument();
  const answered = new Set<string>();
  const fetching = { fetch: checking(document, answered) };
  const owner = { ...as(people.owner), ...fetching };
  const admin = { ...as(people.admin), ...fetching };

  good(await api.getMe(owner), 200);
  good(await api.listOrganizations({}, owner), 200);
  expect((await api.createOrganization({ displayName: "New", slug: unique("o") }, {}, owner)).status).toBe(
    403,
  );
  good(await api.getOrganization("northmoor", owner), 200);

  const { version } = good(await api.updateOrganization("northmoor", {}, {}, owner), 200);
  const stale = await api.updateOrganization("northmoor", {}, { ifMatch: `"${version - 1}"` }, owner);
  expect(stale.status).toBe(412);
  expect((await api.transferOrganization("northmoor", { userId: randomUUID() }, {}, owner)).status).toBe(422);
  expect((await api.deleteOrganization("northmoor", "another", {}, owner)).status).toBe(422);

  const domain = good(await api.addDomain({ domain: `${unique("d")}.example` }, {}, owner), 201);
  good(await api.updateDomain(domain.id, { joining: "ask", role: "member" }, {}, owner), 204);
  const { items: domains } = good(await api.listDomains({}, owner), 200);
  expect(domains.find(({ id }) => id === domain.id)?.verifiedAt).toBeNull();
  expect((await api.verifyDomain(domain.id, {}, owner)).status).not.toBe(204);
  good(await api.removeDomain(domain.id, {}, owner), 204);

  const group = {
    at: "organization",
    issuer: demo().issuer,
    groupName: unique("g"),
    role: "member",
  } as const;
  const mapping = good(await api.saveGroup(group, {}, owner), 200);
  expect(good(await api.listGroups({}, owner), 200).items.map(({ id }) => id)).toContain(mapping.id);
  good(await api.removeGroup(mapping.id, {}, owner), 204);

  const slug = unique("api").slice(0, 30);
  const key = randomUUID();
  const wanted = { displayName: slug, slug, tier: "small" } as const;
  const made = good(await api.createProject(wanted, { idempotencyKey: key }, owner), 201);
  expect(good(await api.createProject(wanted, { idempotencyKey: key }, owner), 201)).toEqual(made);
  good(await api.listProjects({ limit: 2 }, owner), 200);
  await expect
    .poll(async () => good(await api.getProject(slug, {}, owner), 200).phase, { timeout: 60_000 })
    .toBe("Ready");
  expect((await api.retryProject(slug, {}, owner)).status).toBe(409);
  good(await api.updateProject(slug, { displayName: `${slug} two` }, {}, owner), 200);

  const { items } = good(await api.listMembers({ q: "bill" }, owner), 200);
  const bill = items[0]?.userId ?? "";
  good(await api.changeMember(bill, { role: "billing" }, {}, owner), 200);
  good(await api.setProjectMember(slug, { person: people.billing, role: "viewer" }, {}, owner), 200);
  const inProject = good(await api.listProjectMembers(slug, {}, owner), 200);
  expect(inProject.items.map(({ userId }) => userId)).toContain(bill);
  good(await api.removeProjectMember(slug, bill, {}, owner), 204);
  expect((await api.removeMember(randomUUID(), {}, owner)).status).toBe(404);

  const email = `${unique("new")}@northmoor.example`;
  good(await api.invite({ invitations: [{ email, role: "member" }] }, {}, owner), 201);
  const { items: invitations } = good(await api.listInvitations({}, owner), 200);
  const invited = invitations.find((one) => one.email === email);
  good(await api.resendInvitation(invited?.id ?? "", {}, owner), 200);
  good(await api.revokeInvitation(invited?.id ?? "", {}, owner), 204);

  good(await api.listAccess("members:manage", {}, owner), 200);
  good(await api.listProjectAccess(project, "sessions:create", { who: "all" }, owner), 200);
  good(await api.listAuditEvents({ limit: 20 }, owner), 200);

  const credentials = good(await api.listCredentials(project, {}, admin), 200).items;
  const value = "sk-ant-demo-first-session";
  const tested = await api.testCredential({ project, kind: "anthropic", name: "one", value }, {}, admin);
  expect(good(tested, 200).passed).toBe(true);
  const session = {
    project,
    prompt: "Answer in one word.",
    model: "claude-sonnet-4-5",
    credentialId: credentials[0]?.id ?? "",
  };
  const { id } = good(await api.launchSession(session, {}, admin), 201);
  const own = good(await api.listSessions(project, { mine: "true" }, admin), 200);
  expect(own.items.map((one) => one.id)).toContain(id);
  await expect
    .poll(
      async () => {
        const found = good(await api.getSession(id, {}, admin), 200);
        return found.ended && found.logState === "kept";
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  good(await api.getSessionLog(id, {}, admin), 200);
  const another = good(await api.launchSession(session, {}, admin), 201);
  good(await api.stopSession(another.id, {}, admin), 202);

  const token = good(
    await api.createToken(
      { kind: "personal", name: "journey", scopes: ["read"], expiresInDays: 1 },
      {},
      admin,
    ),
    201,
  );
  const reading = {
    ...fetching,
    baseUrl: owner.baseUrl,
    headers: { Authorization: `Bearer ${token.token}` },
  };
  expect(good(await api.getMe(reading), 200).scopes).toEqual(["read"]);
  expect((await api.launchSession(session, {}, reading)).status).toBe(403);
  good(await api.listTokens({}, admin), 200);
  good(await api.revokeToken(token.id, {}, admin), 204);
  expect((await api.getMe(reading)).status).toBe(401);

  good(await api.archiveProject(slug, {}, owner), 202);
  good(await api.restoreProject(slug, {}, owner), 202);
  good(await api.deleteProject(slug, slug, {}, owner), 202);

  const every = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  // What would end the demo's world, or cannot be in it: no name server knows a new domain, a token is for one organization.
  const refusing = [
    "createOrganization",
    "deleteOrganization",
    "removeMember",
    "retryProject",
    "transferOrganization",
    "verifyDomain",
  ];
  expect([...answered, ...refusing].sort()).toEqual(every.sort());
});

test("each person's token is theirs, for their organization", async () => {
  for (const [email, organization] of [
    [people.owner, "northmoor"],
    ["adam@northmoor.example", "northmoor"],
    [people.admin, "northmoor"],
    [people.editor, "northmoor"],
    [people.viewer, "northmoor"],
    [people.stranger, "halden"],
    [people.platform, null],
  ] as const) {
    const me = good(await api.getMe(as(email)), 200);
    expect([me.organization, me.platformAdmin], email).toEqual([organization, organization === null]);
    expect(me.name).toContain(person(email).name);
  }
});

test("what is another organization's is not there by any way of naming it", async () => {
  const hana = as(people.stranger);
  const answers = [
    await api.listSessions(project, { organization: "northmoor" }, hana),
    await api.listSessions(project, {}, hana),
    await api.getOrganization("northmoor", hana),
    await api.getOrganization("no-such-organization", hana),
    await api.getSession(randomUUID(), {}, hana),
  ];
  const bodies = answers.map(({ status, data }) =>
    JSON.stringify({ ...(data as object), status, requestId: "" }),
  );
  expect(new Set(bodies).size).toBe(1);
  expect(answers[0]?.status).toBe(404);
});
