import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, request } from "@playwright/test";
import { z } from "zod";
import * as api from "./client.ts";
import { demo, inDatabase, person, wayBack } from "./demo.ts";
import { test } from "./test.ts";
import { people, unique } from "./world.ts";

type Answer = { content?: Record<string, { schema: z.core.JSONSchema.JSONSchema }> };
type Document = {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, Answer> }>>;
  components: { schemas: Record<string, z.core.JSONSchema.JSONSchema> };
};
const project = "retrieval-eval";
const max = "max@northmoor.example";
const adam = "adam@northmoor.example";

// The first test shuts Max out for a moment, whose key the second uses.
test.describe.configure({ mode: "default", timeout: 240_000 });

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
    const type = response.headers.get("content-type")?.split(";")[0] ?? "";
    const text = await response.clone().text();
    if (!described?.content) expect(text, what).toBe("");
    else expect(Object.keys(described.content), what).toContain(type);
    const content = described?.content?.[type];
    if (content && type.endsWith("json") && type !== "application/x-ndjson") {
      const schema = z.fromJSONSchema({ ...content.schema, $defs: document.components.schemas });
      const { error } = schema.safeParse(JSON.parse(text));
      expect(error?.issues ?? [], `${what} is as the document says: ${text.slice(0, 500)}`).toEqual([]);
    }
    if (response.ok && operation) answered.add(operation.operationId);
    return response;
  };
}

const baseUrl = () => `${demo().url}/api/v1`;
const as = (email: string) => ({
  baseUrl: baseUrl(),
  headers: { Authorization: `Bearer ${person(email).key}` },
});

/** As somebody's own pages call it: with the cookie of a sign-in of this moment, and no browser. */
async function signedIn(email: string) {
  const context = await request.newContext();
  const back = await wayBack({ request: context }, email);
  await context.get(back.href, { maxRedirects: 0 });
  const { cookies } = await context.storageState();
  await context.dispose();
  const Cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return { baseUrl: baseUrl(), headers: { Cookie, Origin: demo().url } };
}

/** The value of an answer that has to be this one. */
function good<A extends { status: number; data?: unknown }, S extends A["status"]>(
  answer: A,
  status: S,
): Extract<A, { status: S }>["data"] {
  expect(answer.status, JSON.stringify(answer.data)).toBe(status);
  return answer.data as Extract<A, { status: S }>["data"];
}

type Calls = { baseUrl: string; headers: Record<string, string>; fetch: typeof fetch };
/** Who calls: the holders of keys, and `here` as their own pages do. */
type Who = Record<"owner" | "admin" | "member" | "staff", Calls> & {
  here: Record<"owner" | "admin" | "member", Calls>;
};

const until = (answer: () => Promise<unknown>, wanted: unknown) =>
  expect.poll(answer, { timeout: 60_000 }).toEqual(wanted);

async function callOrganization({ owner }: Who) {
  good(await api.getMe(owner), 200);
  good(await api.listOrganizations({}, owner), 200);
  good(await api.getOrganization("northmoor", owner), 200);
  const { version } = good(await api.updateOrganization("northmoor", {}, {}, owner), 200);
  const stale = await api.updateOrganization("northmoor", {}, { ifMatch: `"${version - 1}"` }, owner);
  expect(stale.status).toBe(412);

  const group = {
    at: "organization",
    issuer: demo().issuer,
    groupName: unique("g"),
    role: "member",
  } as const;
  good(await api.listKnownGroups({}, owner), 200);
  good(await api.previewGroup(group.issuer, group.groupName, group.role, {}, owner), 200);
  const mapping = good(await api.saveGroup(group, {}, owner), 200);
  expect(good(await api.listGroups({}, owner), 200).items.map(({ id }) => id)).toContain(mapping.id);
  good(await api.removeGroup(mapping.id, {}, owner), 204);

  const email = `${unique("new")}@northmoor.example`;
  good(await api.invite({ invitations: [{ email, role: "member" }] }, {}, owner), 201);
  const { items: invitations } = good(await api.listInvitations({}, owner), 200);
  const invited = invitations.find((one) => one.email === email)?.id ?? "";
  good(await api.resendInvitation(invited, {}, owner), 200);
  expect(good(await api.getInvitation(invited, {}, owner), 200).link).toContain(invited);
  good(await api.revokeInvitation(invited, {}, owner), 204);

  const events = good(await api.listAuditEvents({ limit: 20, action: "invitations." }, owner), 200).items;
  good(await api.getAuditEvent(events[0]?.id ?? "", {}, owner), 200);
  const { id } = good(await api.exportAudit({ format: "csv", filter: { via: "api" } }, {}, owner), 202);
  await until(async () => good(await api.getExport(id, {}, owner), 200).state, "done");
  good(await api.downloadExport(id, {}, owner), 200);
  good(await api.exportOrganization({}, owner), 202);
  good(await api.listExports({}, owner), 200);
}

/** A project from its beginning to its end. Answers nothing: it is gone. */
async function callProject(who: Who) {
  const { owner, member } = who;
  const slug = unique("api").slice(0, 30);
  const key = randomUUID();
  const wanted = { displayName: slug, slug, tier: "small" } as const;
  const made = good(await api.createProject(wanted, { idempotencyKey: key }, owner), 201);
  expect(good(await api.createProject(wanted, { idempotencyKey: key }, owner), 201)).toEqual(made);
  good(await api.listProjects({ limit: 2, q: "api" }, owner), 200);
  await until(async () => good(await api.getProject(slug, {}, owner), 200).phase, "Ready");
  expect((await api.retryProject(slug, {}, owner)).status).toBe(409);
  good(await api.updateProject(slug, { displayName: `${slug} two` }, {}, owner), 200);
  good(await api.listProjectObjects(slug, {}, owner), 200);
  good(await api.listDrift(slug, {}, owner), 200);

  const { items } = good(await api.listMembers({ q: "max" }, owner), 200);
  const user = items[0]?.userId ?? "";
  good(await api.getMember(user, {}, owner), 200);
  good(await api.changeMember(user, { role: "member" }, {}, owner), 200);
  good(await api.setProjectMember(slug, { person: max, role: "viewer" }, {}, owner), 200);
  const inProject = good(await api.listProjectMembers(slug, {}, owner), 200);
  expect(inProject.items.map(({ userId }) => userId)).toContain(user);
  good(await api.leaveProject(slug, {}, member), 204);
  good(await api.setProjectMember(slug, { person: user, role: "viewer" }, {}, owner), 200);
  good(await api.removeProjectMember(slug, user, {}, owner), 204);

  const values = { "api-key": "sk-ant-demo-of-the-api" };
  const kept = good(
    await api.addCredential({ project: slug, kind: "anthropic", name: "one", values }, {}, owner),
    201,
  );
  await callCredential(who, kept.id);
  good(await api.listCredentialChanges(slug, {}, owner), 200);
  expect((await api.settleCredentialChange(randomUUID(), slug, {}, owner)).status).toBe(409);
  good(await api.removeCredential(kept.id, {}, owner), 204);
  await callReferences(owner, slug);
  await callSharing({ owner }, slug);

  good(await api.archiveProject(slug, {}, owner), 202);
  good(await api.restoreProject(slug, {}, owner), 202);
  good(await api.deleteProject(slug, slug, {}, owner), 202);
  expect((await api.createPersonalProject({}, owner)).status).toBe(409);
}

async function callCredential({ owner, admin }: Who, id: string) {
  const whole = async () => good(await api.getCredential(id, {}, owner), 200);
  expect((await whole()).testStages?.map(({ state }) => state)).not.toContain("failed");
  expect(good(await api.listCredentialSessions(id, {}, owner), 200).items).toEqual([]);
  const expiresAt = new Date(Date.now() + 40 * 86_400_000).toISOString();
  good(await api.setCredentialExpiry(id, { expiresAt }, {}, owner), 204);
  const seen = { ifMatch: `"${(await whole()).details?.version}"` };
  good(await api.configureCredential(id, { settings: {} }, seen, owner), 204);
  expect((await api.configureCredential(id, { settings: {} }, seen, owner)).status).toBe(412);
  good(await api.disableCredential(id, {}, owner), 204);
  expect(await whole()).toMatchObject({ disabled: true, details: { expiresAt } });
  good(await api.enableCredential(id, {}, owner), 204);
  good(await api.retestCredential(id, {}, owner), 202);
  await until(async () => (await whole()).details?.testing, false);
  expect((await whole()).testPassed).toBe(true);
  const seenOutside = new Date(0).toISOString();
  expect((await api.keepOutsideCredential(id, { seenOutside }, {}, owner)).status).toBe(409);
  expect((await api.retestCredential(randomUUID(), {}, admin)).status).toBe(404);
}

async function callReferences(owner: Who["owner"], slug: string) {
  const [store] = good(await api.listCredentialStores(slug, {}, owner), 200).items;
  const parts = { value: { remoteKey: `${store?.prefix}${unique("key")}` } };
  const asked = { project: slug, kind: "generic", name: unique("ref"), store: store?.id ?? "", parts };
  const { id } = good(await api.addCredentialReference(asked, {}, owner), 201);
  expect(good(await api.getCredentialReference(id, {}, owner), 200).external.refreshSeconds).toBe(3600);
  const { project: _project, kind: _kind, name: _name, ...fetched } = asked;
  const hourly = { ...fetched, refreshSeconds: 7200 };
  good(await api.changeCredentialReference(id, hourly, { ifMatch: '"1"' }, owner), 204);
  expect((await api.changeCredentialReference(id, hourly, { ifMatch: '"1"' }, owner)).status).toBe(412);
  expect(good(await api.getCredentialReference(id, {}, owner), 200).external.refreshSeconds).toBe(7200);
  // Whatever its origin.
  good(await api.disableCredential(id, {}, owner), 204);
  good(await api.enableCredential(id, {}, owner), 204);
  good(await api.removeCredential(id, {}, owner), 204);

  const [shared] = good(await api.listOrganizationCredentialStores({}, owner), 200).items;
  const own = { ...hourly, kind: "generic", name: unique("ref"), store: shared?.id ?? "" };
  const all = good(await api.addOrganizationCredentialReference(own, {}, owner), 201).id;
  const { kind: _k, name: _n, ...more } = own;
  good(await api.changeOrganizationCredentialReference(all, { ...more, refreshSeconds: 60 }, {}, owner), 204);
  const read = good(await api.getOrganizationCredentialReference(all, {}, owner), 200);
  expect(read.external.refreshSeconds).toBe(60);
  good(await api.removeOrganizationCredential(all, {}, owner), 204);
}

async function callSharing({ owner }: Pick<Who, "owner">, slug: string) {
  const given = {
    kind: "anthropic",
    name: unique("shared"),
    values: { "api-key": "sk-ant-demo-of-all" },
  } as const;
  expect(good(await api.testOrganizationCredential(given, {}, owner), 200).passed).toBe(true);
  const { id } = good(await api.addOrganizationCredential(given, {}, owner), 201);
  const { items } = good(await api.listOrganizationCredentials({}, owner), 200);
  expect(items.find((one) => one.id === id)?.name).toBe(given.name);
  const box = { credentialId: id, projectId: good(await api.getProject(slug, {}, owner), 200).id };
  const bound = good(await api.changeCredentialBindings({ bind: [box] }, {}, owner), 200);
  expect(bound).toEqual({ bound: 1, unbound: 0, holding: [] });
  const boxes = good(await api.listCredentialBindings({}, owner), 200).items;
  expect(boxes).toContainEqual({ ...box, credential: given.name, project: slug });
  const shared = good(await api.listSharedCredentials(slug, {}, owner), 200).items;
  expect(shared.map((one) => one.name)).toEqual([given.name]);
  good(await api.disableOrganizationCredential(id, {}, owner), 204);
  good(await api.enableOrganizationCredential(id, {}, owner), 204);
  good(await api.setOrganizationCredentialExpiry(id, { expiresAt: "2099-01-01T00:00:00Z" }, {}, owner), 204);
  good(await api.configureOrganizationCredential(id, { settings: {} }, {}, owner), 204);
  const inside = { seenOutside: new Date().toISOString() };
  expect((await api.keepOutsideOrganizationCredential(id, inside, {}, owner)).status).toBe(409);
  expect(good(await api.listOrganizationCredentialSessions(id, {}, owner), 200).items).toEqual([]);
  good(await api.retestOrganizationCredential(id, {}, owner), 202);
  good(await api.listOrganizationCredentialChanges({}, owner), 200);
  expect((await api.settleOrganizationCredentialChange(randomUUID(), {}, owner)).status).toBe(409);
  good(await api.removeOrganizationCredential(id, {}, owner), 204);
}

async function callSessions({ admin }: Who) {
  const credentials = good(await api.listCredentials(project, {}, admin), 200).items;
  const values = { "api-key": "sk-ant-demo-first-session" };
  const tested = await api.testCredential({ project, kind: "anthropic", name: "one", values }, {}, admin);
  expect(good(tested, 200).passed).toBe(true);
  const title = unique("api");
  const session = {
    project,
    title,
    prompt: "Answer in one word.",
    model: "claude-sonnet-4-5",
    credentialId: credentials[0]?.id ?? "",
  };
  const { id } = good(await api.launchSession(session, {}, admin), 201);
  const mine = good(await api.listSessions({ mine: "true", model: session.model }, admin), 200);
  expect(mine.items.find((one) => one.id === id)?.project).toBe(project);
  await until(async () => {
    const { ended, logState } = good(await api.getSession(id, {}, admin), 200);
    return [ended, logState];
  }, [true, "kept"]);
  good(await api.getSessionLog(id, {}, admin), 200);
  expect(good(await api.getSession(id, {}, admin), 200).given).toMatchObject([{ handover: "file" }]);
  const another = good(await api.launchSession(session, {}, admin), 201);
  good(await api.stopSession(another.id, {}, admin), 202);
  good(await api.launchSession(session, {}, admin), 201);
  good(await api.launchSession(session, {}, admin), 201);
  const asked = good(await api.stopSessions(project, { q: title }, admin), 202);
  expect([asked.stopped > 0, asked.more]).toEqual([true, false]);
  good(await api.exportProjectAudit(project, { format: "csv" }, {}, admin), 202);
  const files = async () => good(await api.listProjectExports(project, {}, admin), 200).items[0];
  await until(async () => (await files())?.state, "done");
  good(await api.downloadProjectExport(project, (await files())?.id ?? "", {}, admin), 200);
}

async function callAccess({ owner, admin }: Who) {
  const { userId } = good(await api.getMe(admin), 200);
  const key = `person:${userId}`;
  good(await api.listAccess("members:manage", {}, owner), 200);
  const whole = good(await api.getSubjectAccess(key, {}, owner), 200);
  expect(whole.projects.find(({ slug }) => slug === project)?.role).toBe("admin");
  good(await api.listResourceAccess("members", {}, owner), 200);
  good(await api.listProjectAccess(project, "sessions:create", { who: "all" }, owner), 200);
  good(await api.getProjectSubjectAccess(project, key, {}, owner), 200);
  good(await api.listProjectResourceAccess(project, "sessions", {}, owner), 200);
  const there = good(await api.getClusterAccess(project, {}, owner), 200);
  expect([there.message, there.asked > 0]).toEqual([null, true]);
}

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

async function callKeys({ admin, here }: Who) {
  const wanted = {
    kind: "personal",
    name: "journey",
    scopes: ["organization:read", "keys:read"],
    expiresAt: tomorrow(),
  } as const;
  const make = (calls: Calls) =>
    api.createKey({ ...wanted, scopes: [...wanted.scopes] }, { organization: "northmoor" }, calls);
  const key = good(await make(admin), 201);
  const reading = { ...admin, headers: { Authorization: `Bearer ${key.key}` } };
  expect(good(await api.getMe(reading), 200).scopes).toEqual(["organization:read", "keys:read"]);
  expect((await api.stopSessions(project, {}, reading)).status).toBe(403);
  const another = await signedIn(max);
  const { items: signIns } = good(await api.listOwnSignIns({ ...here.member, ...another }), 200);
  good(await api.revokeOwnSignIn(signIns[0]?.id ?? "", {}, here.member), 204);
  good(await api.listKeys({}, admin), 200);
  expect(good(await api.getKey(key.id, {}, admin), 200).usage.today).toBe(0);
  good(await api.updateKey(key.id, { addresses: ["127.0.0.0/8", "::1"] }, { ifMatch: '"1"' }, admin), 200);
  const rotated = good(await api.rotateKey(key.id, { overlap: "1h" }, {}, admin), 200);
  const renewed = { ...admin, headers: { Authorization: `Bearer ${rotated.key}` } };
  for (const calls of [reading, renewed]) good(await api.getMe(calls), 200);
  good(await api.endKeyOverlap(key.id, {}, admin), 204);
  expect(((await api.getMe(reading)).data as { code?: string }).code).toBe("key_rotated");
  good(await api.disableKey(key.id, {}, admin), 204);
  expect(((await api.getMe(renewed)).data as { code?: string }).code).toBe("key_disabled");
  good(await api.enableKey(key.id, {}, admin), 204);
  good(await api.revokeKey(key.id, {}, admin), 204);
  expect(((await api.getMe(renewed)).data as { code?: string }).code).toBe("key_revoked");
  const { keywords } = good(await api.getKeyPattern(admin), 200);
  expect(keywords.some((begins) => rotated.key.startsWith(begins))).toBe(true);
  expect(good(await api.reportLeak({ key: rotated.key }, admin), 202).received).toBe(1);
  const many = [good(await make(admin), 201), good(await make(admin), 201)];
  const filter = { prefixes: many.map(({ prefix }) => prefix) };
  const listed = good(await api.previewKeyRevocation({ prefixes: filter.prefixes.join(",") }, admin), 200);
  expect(listed.items.map(({ id }) => id).sort()).toEqual(many.map(({ id }) => id).sort());
  const ids = listed.items.map(({ id }) => id);
  expect(good(await api.revokeKeys({ ids, filter }, {}, admin), 200).revoked).toHaveLength(2);
  const own = good(await make(here.member), 201);
  expect(good(await api.listOwnKeys(here.member), 200).items.map(({ id }) => id)).toContain(own.id);
  good(await api.revokeOwnKey(own.id, {}, here.member), 204);
}

/** A call of a model, as a gateway asks about it and reports it; and a token for a gateway that does neither. */
async function callGateway({ admin, owner }: Who) {
  const { aud, gateway } = demo().passport;
  const asking = { ...admin, headers: { "X-Portico-Audience": aud, "X-Portico-Gateway": gateway } };
  const wanted = { kind: "project", project, projectRole: "editor", expiresAt: tomorrow() } as const;
  const make = async (limits: { tokensPerMonth: number } | undefined) =>
    good(
      await api.createKey({ ...wanted, name: unique("g"), scopes: ["models:call"], limits }, {}, admin),
      201,
    );
  const [free, limited] = [await make(undefined), await make({ tokensPerMonth: 150 })];
  const call = { key: limited.key, model: "gpt-5-mini", tokens: 100 };
  const { reservation } = good(await api.verifyKey(call, asking), 200);
  expect((await api.verifyKey(call, asking)).status).toBe(429);
  expect((await api.verifyKey(call, admin)).status).toBe(403);
  const now = new Date().toISOString();
  const used = { key: limited.id, model: call.model, promptTokens: 3, startedAt: now, endedAt: now };
  const events = [{ ...used, id: randomUUID(), reservation }];
  expect(good(await api.reportUsage({ events }, asking), 200).counted).toBe(1);
  const { rows } = good(await api.getUsage(project, { group: "key" }, admin), 200);
  expect(rows.find(({ id }) => id === limited.id)).toMatchObject({ requests: 1, promptTokens: 3 });
  expect((await api.getOrganizationUsage({}, admin)).status).toBe(403);
  const { total } = good(await api.getOrganizationUsage({ group: "project" }, owner), 200);
  expect(total.requests).toBeGreaterThan(0);
  const bearing = (key: string) => ({ ...admin, headers: { Authorization: `Bearer ${key}` } });
  expect(good(await api.issueToken({}, {}, bearing(free.key)), 200).seconds).toBe(300);
  expect((await api.issueToken({}, {}, bearing(limited.key))).status).toBe(403);
  for (const { id } of [free, limited]) good(await api.revokeKey(id, {}, admin), 204);
}

/** An organization from its beginning to its end, with everything that people do of their own. */
async function callOwn({ owner, here, staff }: Who) {
  const displayName = unique("api");
  const slug = displayName.slice(0, 30);
  const refused = await api.createOrganization({ displayName, slug }, {}, owner);
  expect([refused.status, (refused.data as { code: string }).code]).toEqual([403, "key_one_organization"]);
  good(await api.createOrganization({ displayName, slug }, {}, here.owner), 201);
  const at = { organization: slug };

  const domain = `${unique("d")}.example`;
  const { id } = good(await api.addDomain({ domain }, at, here.owner), 201);
  const { items: domains } = good(await api.listDomains(at, here.owner), 200);
  const record = domains[0]?.record ?? { name: "", text: "" };
  const { dnsFile } = demo();
  const known = existsSync(dnsFile) ? JSON.parse(readFileSync(dnsFile, "utf8")) : {};
  writeFileSync(dnsFile, JSON.stringify({ ...known, [record.name]: [record.text] }));
  good(await api.verifyDomain(id, at, here.owner), 204);
  good(await api.updateDomain(id, { joining: "ask", role: "member" }, at, here.owner), 204);

  // No name server knows of Max's own domain, so they move to this one for a moment.
  await inDatabase("update users set email = $1 where email = $2", [`max@${domain}`, max]);
  try {
    const [opening] = good(await api.listOpenings(here.member), 200).items;
    const there = opening?.organizationId ?? "";
    expect(opening?.slug).toBe(slug);
    good(await api.askToJoin(there, { message: "Let me in" }, {}, here.member), 204);
    good(await api.withdrawJoinRequest(there, {}, here.member), 204);
    good(await api.askToJoin(there, {}, {}, here.member), 204);
    const [asked] = good(await api.listJoinRequests(at, here.owner), 200).items;
    good(await api.decideJoinRequest(asked?.id ?? "", { decision: "approve" }, at, here.owner), 204);
    good(await api.leaveOrganization(slug, {}, here.member), 204);
    good(await api.updateDomain(id, { joining: "auto", role: "member" }, at, here.owner), 204);
    good(await api.joinByDomain(there, {}, here.member), 204);
  } finally {
    await inDatabase("update users set email = $1 where email = $2", [max, `max@${domain}`]);
  }
  good(await api.removeDomain(id, at, here.owner), 204);

  good(await api.invite({ invitations: [{ email: adam, role: "member" }] }, at, here.owner), 201);
  const invitations = good(await api.listOwnInvitations(here.admin), 200).items;
  const invitation = invitations.find(({ organization }) => organization === displayName);
  good(await api.acceptInvitation(invitation?.id ?? "", {}, here.admin), 204);
  const { userId: guest } = good(await api.getMe(here.admin), 200);
  good(await api.removeMember(guest ?? "", at, here.owner), 200);

  const found = good(await api.listAllOrganizations({ q: slug }, staff), 200).items[0]?.id ?? "";
  good(await api.getAnyOrganization(found, staff), 200);
  good(await api.setOrganizationTier(found, { tier: "large" }, {}, staff), 204);
  good(await api.suspendOrganization(found, { reason: "The bill" }, {}, staff), 204);
  expect((await api.getOrganization(slug, here.owner)).status).toBe(404);
  good(await api.resumeOrganization(found, {}, staff), 204);

  const { userId: heir } = good(await api.getMe(here.member), 200);
  good(await api.transferOrganization(slug, { userId: heir ?? "" }, {}, here.owner), 204);
  good(await api.deleteOrganization(slug, slug, {}, here.member), 202);
  good(await api.keepOrganization(slug, {}, here.member), 204);
  good(await api.deleteOrganization(slug, slug, {}, here.member), 202);
}

/** A request of somebody's, as it waits where the platform's staff decides. */
async function ask(email: string): Promise<string> {
  const slug = unique("asked").slice(0, 30);
  const id = randomUUID();
  await inDatabase(
    `insert into organization_requests (id, user_id, slug, display_name, tier, reason)
     select $1, id, $2, $2, 'small', 'For our team' from users where email = $3`,
    [id, slug, email],
  );
  return id;
}

async function callPlatform({ here, staff }: Who) {
  const wanted = { displayName: "New", slug: unique("o"), reason: "For our team" };
  expect((await api.requestOrganization(wanted, {}, here.member)).status).toBe(409);
  await ask(max);
  const own = good(await api.getOwnOrganizationRequest(here.member), 200);
  good(await api.withdrawOrganizationRequest(own?.id ?? "", {}, here.member), 204);
  const [yes, no] = [await ask(max), await ask(adam)];
  good(await api.listOrganizationRequests({}, staff), 200);
  good(await api.approveOrganization(yes, { tier: "small" }, {}, staff), 201);
  good(await api.declineOrganization(no, { reason: "Use the one your team has" }, {}, staff), 204);

  const user = good(await api.listUsers({ q: "max" }, staff), 200).items[0]?.id ?? "";
  const { loginSessions } = good(await api.getUser(user, staff), 200);
  good(await api.signOutUser(user, loginSessions[0]?.id ?? "", {}, staff), 204);
  good(await api.suspendUser(user, { reason: "Lost a laptop" }, {}, staff), 204);
  good(await api.resumeUser(user, {}, staff), 204);

  const [row] = await inDatabase<{ id: string }>(
    "select id from keys where kind = 'platform' and name = 'Demo'",
    [],
  );
  expect(good(await api.getPlatformKey(row?.id ?? "", staff), 200).kind).toBe("platform");
  const unknown = randomUUID();
  for (const { status } of [
    await api.updatePlatformKey(unknown, { name: "x" }, {}, staff),
    await api.rotatePlatformKey(unknown, { overlap: "1h" }, {}, staff),
    await api.endPlatformKeyOverlap(unknown, {}, staff),
    await api.disablePlatformKey(unknown, {}, staff),
    await api.enablePlatformKey(unknown, {}, staff),
    await api.revokePlatformKey(unknown, {}, staff),
  ])
    expect(status).toBe(404);
  good(await api.getFigures(staff), 200);
  good(await api.listJobs({ state: "created" }, staff), 200);
  expect((await api.retryJob(randomUUID(), {}, staff)).status).toBe(409);
  expect((await api.discardJob(randomUUID(), {}, staff)).status).toBe(409);
  expect((await api.retryJobs({ kind: "no-such-kind" }, {}, staff)).status).toBe(409);
  expect((await api.discardJobs({ kind: "no-such-kind", reason: "Old" }, {}, staff)).status).toBe(409);
  expect((await api.retryAnyProject(randomUUID(), {}, staff)).status).toBe(404);
  good(await api.listAllDrift({}, staff), 200);
  const settings = good(await api.getSettings(staff), 200);
  expect((await api.changeSettings(settings, { ifMatch: '"0"' }, staff)).status).toBe(412);
  const events = good(await api.listPlatformAuditEvents({ limit: 5 }, staff), 200).items;
  good(await api.getPlatformAuditEvent(events[0]?.id ?? "", staff), 200);
  good(await api.exportPlatformAudit({ format: "csv", filter: { who: "Max" } }, {}, staff), 202);
  const files = async () => good(await api.listPlatformExports({}, staff), 200).items[0];
  await until(async () => (await files())?.state, "done");
  good(await api.downloadPlatformExport((await files())?.id ?? "", staff), 200);
}

test("every operation answers over the wire as the served document says, and no field more", async () => {
  const document = await readDocument();
  const answered = new Set<string>();
  const fetching = { fetch: checking(document, answered) as typeof fetch };
  const calls = (who: Omit<Calls, "fetch">): Calls => ({ ...who, ...fetching });
  const who: Who = {
    owner: calls(as(people.owner)),
    admin: calls(as(people.admin)),
    member: calls(as(max)),
    staff: calls(as(people.platform)),
    here: {
      owner: calls(await signedIn(people.owner)),
      admin: calls(await signedIn(adam)),
      member: calls(await signedIn(max)),
    },
  };
  await callOrganization(who);
  await callProject(who);
  await callSessions(who);
  await callAccess(who);
  await callKeys(who);
  await callGateway(who);
  await callOwn(who);
  await callPlatform(who);

  const every = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  // What would change the demo for other journeys, or needs something that broke first.
  const refusing = [
    "changeSettings",
    "createPersonalProject",
    "disablePlatformKey",
    "discardJob",
    "discardJobs",
    "enablePlatformKey",
    "endPlatformKeyOverlap",
    "requestOrganization",
    "retryAnyProject",
    "retryJob",
    "retryJobs",
    "retryProject",
    "revokePlatformKey",
    "rotatePlatformKey",
    "updatePlatformKey",
    "keepOutsideCredential",
    "keepOutsideOrganizationCredential",
    "settleCredentialChange",
    "settleOrganizationCredentialChange",
  ];
  expect([...answered, ...refusing].sort()).toEqual(every.sort());
});

test("each person's key is theirs, for their organization", async () => {
  for (const [email, organization] of [
    [people.owner, "northmoor"],
    [adam, "northmoor"],
    [max, "northmoor"],
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
