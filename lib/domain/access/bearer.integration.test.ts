import "#test/provided.ts";
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from "vitest";
import type { z } from "zod";
import { exportProjectAuditCommand } from "#lib/domain/exports/commands.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { listOrganizationsOf } from "#lib/domain/organizations/data.ts";
import { launchSessionCommand } from "#lib/domain/sessions/commands.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { stopSending } from "#lib/infra/jobs/index.ts";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { fromFile } from "#lib/infra/kube/config.ts";
import { type KubeObject, kindOf, roleBindings } from "#lib/infra/kube/objects.ts";
import { type Issuer, startIssuer } from "#scripts/demo/issuer.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { signInAt } from "#test/oidc.ts";
import {
  join,
  makeOrganization,
  makeProject,
  makeViewer,
  type TestOrganization,
  uniqueName,
} from "#test/world.ts";
import { callerOf, callerOfBearer } from "./bearer.ts";
import { callerOfKubernetes } from "./bearer-kubernetes.ts";
import type { TenantCommand } from "./command.ts";
import { performTenant } from "./perform.ts";
import { can, scopes } from "./permissions.ts";
import { resolveTenant } from "./scope.ts";

const client = { clientId: "portico-api", clientSecret: "secret", redirectUri: "http://127.0.0.1:9/back" };
const person = (name: string, groups: string[]) => ({
  email: `${name}@northmoor.example`,
  password: `${name}-password`,
  name,
  sub: `sub-${name}`,
  groups,
});
const ada = person("ada", ["research"]);
const newcomer = person("newcomer", ["research"]);
const stranger = person("stranger", ["cooks"]);

let db: TestDatabase;
let issuer: Issuer;
let robots: Awaited<ReturnType<typeof startRobots>>;
let cluster: KubeClient;
let northmoor: TestOrganization;
let halden: TestOrganization;
let project: { id: string; slug: string; namespace: string };
let viewer: Viewer;

/** An issuer of machines' tokens: a key set, and a key that is not in it. */
async function startRobots() {
  const [own, other] = [await generateKeyPair("ES256"), await generateKeyPair("ES256")];
  const jwk = { ...(await exportJWK(own.publicKey)), kid: "k1", alg: "ES256", use: "sig" };
  const server = createServer((_request, answer) =>
    answer.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [jwk] })),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sign = (claims: JWTPayload, by?: "other", typ = "at+jwt") => {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ iss: address, aud: "portico", iat: now, exp: now + 300, ...claims })
      .setProtectedHeader({ alg: "ES256", kid: "k1", typ })
      .sign(by ? other.privateKey : own.privateKey);
  };
  return { issuer: address, server, sign };
}

beforeAll(async () => {
  db = await createTestDatabase(10);
  issuer = await startIssuer({
    people: [ada, newcomer, stranger],
    clients: [{ ...client, redirectUris: [client.redirectUri] }],
  });
  robots = await startRobots();
  Object.assign(process.env, {
    PORTICO_URL: "http://localhost:3000",
    PORTICO_AUTH_SECRET: "x".repeat(32),
    PORTICO_PROVIDERS: JSON.stringify([
      { type: "github", clientId: "a", clientSecret: "b" },
      {
        type: "openshift",
        clientId: "a",
        clientSecret: "b",
        apiServer: "https://api.shift.test:6443",
        authorizationServer: "https://oauth.shift.test",
      },
    ]),
    PORTICO_CLUSTER_ISSUER: issuer.issuer,
    PORTICO_API_ISSUERS: JSON.stringify([
      { issuer: issuer.issuer, audience: client.clientId, idTokens: true },
      {
        issuer: robots.issuer,
        audience: "portico",
        jwksUri: `${robots.issuer}/keys`,
        groupsClaim: "roles",
        typ: "at+jwt",
        scopes: ["organization:read", "platform"],
      },
      { issuer: "http://127.0.0.1:1", audience: "portico" },
    ]),
  });
  cluster = new KubeClient(fromFile(inject("kubeconfig")));
  northmoor = await makeOrganization(db.app);
  halden = await makeOrganization(db.app);
  project = await makeProject(db.app, northmoor);
  viewer = await makeViewer(db.app);
  await withPlatform(
    (tx) =>
      tx.identity.create({
        data: { userId: viewer.userId, provider: "demo", issuer: issuer.issuer, subject: ada.sub },
      }),
    db.app,
  );
}, 300_000);
afterAll(async () => {
  cluster?.close();
  await issuer?.close();
  robots?.server.close();
  await stopSending();
  await prisma().$disconnect();
  await db?.drop();
});

const map = (organization: TestOrganization, of: string, group: string, role: string) =>
  withPlatform(
    (tx) =>
      tx.groupMapping.create({
        data: { organizationId: organization.id, issuer: of, groupName: group, role },
      }),
    db.app,
  );
const verifyDomain = (organization: TestOrganization, domain: string) =>
  withPlatform(
    (tx) =>
      tx.domain.create({
        data: { organizationId: organization.id, domain, challenge: "c", verifiedAt: new Date() },
      }),
    db.app,
  );
const reasonOf = async (token: string) => {
  const answer = await callerOfBearer(token, "192.0.2.1");
  return answer.ok ? null : answer.reason;
};

describe("a JWT of a configured issuer", () => {
  test("is the person who signs in there, with their roles as they are now", async () => {
    const { id_token } = await signInAt(issuer.issuer, client, ada);
    const before = await callerOfBearer(id_token, null);
    expect(before).toMatchObject({ ok: true, value: { kind: "jwt", userId: viewer.userId, keyId: null } });
    if (!before.ok) return;
    expect(await resolveTenant(before.value, northmoor.slug)).toBeNull();
    await join(db.app, viewer, northmoor, "member");
    const scope = await resolveTenant(before.value, northmoor.slug);
    expect(scope?.holder.organizationRole).toBe("member");
    expect(await resolveTenant(before.value, halden.slug)).toBeNull();
  });

  test("brings the roles of the groups it names, and only those, the highest of several", async () => {
    await map(northmoor, issuer.issuer, "research", "admin");
    await map(northmoor, issuer.issuer, "cooks", "billing");
    const { id_token } = await signInAt(issuer.issuer, client, ada);
    const called = await callerOfBearer(id_token, null);
    if (!called.ok) throw new Error(called.reason);
    expect((await resolveTenant(called.value, northmoor.slug))?.holder.organizationRole).toBe("admin");
    const listed = await listOrganizationsOf(called.value);
    expect(listed.map(({ slug, role }) => [slug, role])).toEqual([[northmoor.slug, "admin"]]);
  });

  test("starts sessions by its groups as such, and asks for no file that could not be made", async () => {
    const { id_token } = await signInAt(issuer.issuer, client, ada);
    const called = await callerOfBearer(id_token, null);
    if (!called.ok) throw new Error(called.reason);
    const { value: caller } = called;
    const place = { org: northmoor.slug, project: project.slug };
    const perform = <S extends z.ZodType, T>(command: TenantCommand<"project", S, T>, input: unknown) =>
      performTenant(command, caller, place, input, { requestId: "r-test" }, async () => caller);
    const key = { organizationId: northmoor.id, projectId: project.id, secretKey: "anthropic.main" };
    const credential = await withPlatform((tx) =>
      tx.credential.create({
        data: { ...key, kind: "anthropic", name: "main", fingerprint: "f", lastFour: "abcd" },
      }),
    );
    const wanted = { prompt: "Hello.", model: "claude-sonnet-4-5", credentialId: credential.id };
    const launch = async () => {
      const made = await perform(launchSessionCommand, wanted);
      if (!made.ok) throw new Error(made.reason);
      return withPlatform((tx) => tx.agentSession.findUnique({ where: { id: made.value.id } }));
    };
    const file = () => perform(exportProjectAuditCommand, { format: "csv", filter: {} });
    const { userId: createdBy } = viewer;
    expect(await launch()).toMatchObject({ createdBy, createdByGroups: true });
    expect(await file()).toMatchObject({ ok: false, reason: "export_by_token" });
    // What they hold by a row of theirs can be asked for at any time.
    await join(db.app, viewer, northmoor, "admin", project.id);
    expect(await launch()).toMatchObject({ createdBy, createdByGroups: false });
    expect(await file()).toMatchObject({ ok: true });
    await withPlatform((tx) => tx.membership.deleteMany({ where: { projectId: project.id } }));
  });

  test("lets somebody who never signed in act by their groups, in the organization of their verified domain alone", async () => {
    await map(halden, issuer.issuer, "research", "admin");
    const { id_token } = await signInAt(issuer.issuer, client, newcomer);
    expect(await reasonOf(id_token)).toBe("unknown_subject");
    await verifyDomain(northmoor, "northmoor.example");
    const called = await callerOfBearer(id_token, null);
    if (!called.ok) throw new Error(called.reason);
    expect(called.value).toMatchObject({ userId: null, name: "newcomer" });
    const scope = await resolveTenant(called.value, northmoor.slug);
    expect(scope && can(scope.holder, "members:manage")).toBe(true);
    expect(await resolveTenant(called.value, halden.slug)).toBeNull();
    expect((await listOrganizationsOf(called.value)).map(({ slug }) => slug)).toEqual([northmoor.slug]);
    const again = await callerOfBearer(id_token, null);
    expect(again.ok && again.value.actorId).toBe(called.value.actorId);
  });

  test("of a subject whom neither a sign-in nor a group knows opens nothing", async () => {
    const { id_token } = await signInAt(issuer.issuer, client, stranger);
    // Cooks have a role in northmoor, whose domain is verified by now, and in no other organization.
    const called = await callerOfBearer(id_token, null);
    if (!called.ok) throw new Error(called.reason);
    expect((await resolveTenant(called.value, northmoor.slug))?.holder.organizationRole).toBe("billing");
    expect(await resolveTenant(called.value, halden.slug)).toBeNull();
    expect(await reasonOf(await robots.sign({ sub: "nobody" }))).toBe("unknown_subject");
  });

  test.each<[string, () => Promise<string>, string]>([
    ["signed by another key", () => robots.sign({ sub: "r" }, "other"), "token_unknown"],
    ["for another audience", () => robots.sign({ sub: "r", aud: "else" }), "token_unknown"],
    ["that has expired", () => robots.sign({ sub: "r", exp: 1_700_000_000 }), "token_expired"],
    ["that never expires", () => robots.sign({ sub: "r", exp: undefined }), "token_unknown"],
    ["not yet valid", () => robots.sign({ sub: "r", nbf: Date.now() / 1000 + 600 }), "token_unknown"],
    ["without a subject", () => robots.sign({}), "token_unknown"],
    ["of another kind than its issuer's", () => robots.sign({ sub: "r" }, undefined, "JWT"), "token_unknown"],
    ["that tells of a sign-in", () => robots.sign({ sub: "r", nonce: "n" }), "token_unknown"],
    ["that tells of a sign-out", () => robots.sign({ sub: "r", events: {} }), "token_unknown"],
    ["that another issuer signed", () => robots.sign({ sub: "r", iss: issuer.issuer }), "token_unknown"],
    [
      "of an issuer that is away",
      () => robots.sign({ sub: "r", iss: "http://127.0.0.1:1" }),
      "issuer_unavailable",
    ],
  ])("%s is refused", async (_what, token, reason) => {
    expect(await reasonOf(await token())).toBe(reason);
  });

  test("may do what its issuer is trusted with, and not administer the platform unless that is said", async () => {
    const { id_token } = await signInAt(issuer.issuer, client, ada);
    const called = await callerOfBearer(id_token, null);
    if (!called.ok) throw new Error(called.reason);
    expect(called.value.scopes).toEqual(new Set(scopes.filter((scope) => scope !== "platform")));
    await map(northmoor, robots.issuer, "machines", "member");
    const machine = { sub: "r7", roles: ["machines"], email: "r7@northmoor.example", email_verified: true };
    const robot = await callerOfBearer(await robots.sign(machine), null);
    if (!robot.ok) throw new Error(robot.reason);
    expect(robot.value.scopes).toEqual(new Set(["organization:read", "platform"]));
    const scope = await resolveTenant(robot.value, northmoor.slug);
    expect(scope && can(scope.holder, "projects:create")).toBe(false);
  });

  test("without a signature, or signed with a public key as a shared secret, is refused", async () => {
    const claims = { iss: robots.issuer, sub: "r", aud: "portico", exp: Date.now() / 1000 + 60 };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    expect(await reasonOf(`${part({ alg: "none" })}.${part(claims)}.`)).toBe("token_unknown");
    const keys = await (await fetch(`${robots.issuer}/keys`)).text();
    const forged = new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "k1" });
    expect(await reasonOf(await forged.sign(new TextEncoder().encode(keys)))).toBe("token_unknown");
  });

  test("of a suspended person is refused at once", async () => {
    const { id_token } = await signInAt(issuer.issuer, client, ada);
    const suspend = (suspendedAt: Date | null) =>
      withPlatform((tx) => tx.user.update({ where: { id: viewer.userId }, data: { suspendedAt } }), db.app);
    await suspend(new Date());
    expect(await reasonOf(id_token)).toBe("account_suspended");
    await suspend(null);
    expect(await reasonOf(id_token)).toBeNull();
  });
});

describe("a token of the cluster", () => {
  const namespaces = kindOf("v1", "Namespace", "namespaces", false);
  const accounts = kindOf("v1", "ServiceAccount", "serviceaccounts");
  const tokenOf = async (namespace: string, name: string, audience?: string): Promise<string> => {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
    const spec = { expirationSeconds: 600, ...(audience ? { audiences: [audience] } : {}) };
    const answer = await cluster.request<KubeObject & { status: { token: string } }>("POST", path, {
      body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec },
    });
    return answer.status.token;
  };
  const account = (namespace: string, name: string) =>
    cluster.create(accounts, { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } });
  const bind = (namespace: string, name: string) =>
    cluster.create(roleBindings, {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name: `bot-${name}`, namespace },
      ...{
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "portico-bot" },
        subjects: [{ kind: "ServiceAccount", name, namespace }],
      },
    });
  const ask = (token: string) => callerOfKubernetes(token, null, cluster);

  beforeAll(async () => {
    for (const name of [project.namespace, "elsewhere"])
      await cluster.apply(
        namespaces,
        { apiVersion: "v1", kind: "Namespace", metadata: { name } },
        { fieldManager: "test" },
      );
    for (const name of ["bot", "session"]) await account(project.namespace, name);
    await bind(project.namespace, "bot");
  }, 120_000);

  test("of a bot of a project's namespace may run sessions there, and nothing more", async () => {
    const called = await ask(await tokenOf(project.namespace, "bot"));
    if (!called.ok) throw new Error(called.reason);
    expect(called.value).toMatchObject({ kind: "kubernetes", userId: null, organizationId: northmoor.id });
    const scope = await resolveTenant(called.value, northmoor.slug);
    const holder = scope && { ...scope.holder, projectRole: scope.projectRoles.get(project.id) ?? null };
    expect(holder && can(holder, "sessions:create")).toBe(true);
    for (const beyond of ["credentials:read", "project:update", "members:read", "keys:own"] as const)
      expect(holder && can(holder, beyond)).toBe(false);
    expect(await resolveTenant(called.value, halden.slug)).toBeNull();
  });

  test("of a session's own account, or one outside our namespaces, opens nothing", async () => {
    expect(await ask(await tokenOf(project.namespace, "session"))).toMatchObject({ reason: "token_unknown" });
    const name = uniqueName("sa");
    await account("elsewhere", name);
    await bind("elsewhere", name);
    expect(await ask(await tokenOf("elsewhere", name))).toMatchObject({ reason: "unknown_subject" });
  });

  test("for another audience than the API server, or of nobody, opens nothing", async () => {
    expect(await ask(await tokenOf(project.namespace, "bot", "vault"))).toMatchObject({
      reason: "token_unknown",
    });
    expect(await ask(`sha256~${randomUUID()}`)).toMatchObject({ reason: "token_unknown" });
  });

  test("is asked about once in three seconds, however many send it", async () => {
    const token = await tokenOf(project.namespace, "bot");
    const before = cluster.counters.total;
    await Promise.all(Array.from({ length: 20 }, () => ask(token)));
    expect(cluster.counters.total - before).toBe(2); // whose it is, and what they may
  });

  /** An API server that knows one person; the one of the tests has no people of an issuer. */
  const knowing = (user: { username: string; uid?: string; groups?: string[] }) =>
    ({
      create: async () => ({ status: { authenticated: true, user } }),
    }) as unknown as KubeClient;

  test("of a person is the person of the issuer that the cluster trusts", async () => {
    const known = knowing({ username: `oidc:${ada.sub}`, groups: ["oidc:cooks", "system:authenticated"] });
    const called = await callerOfKubernetes(randomUUID(), null, known);
    expect(called).toMatchObject({ ok: true, value: { kind: "kubernetes", userId: viewer.userId } });
    if (called.ok) expect(called.value.groupRoles?.map(({ role }) => role)).toEqual(["billing"]);
    const admin = await callerOfKubernetes(randomUUID(), null, knowing({ username: "kubernetes-admin" }));
    expect(admin).toMatchObject({ reason: "unknown_subject" });
  });

  test("of OpenShift is the person by their UID there", async () => {
    const uid = randomUUID();
    const olga = await makeViewer(db.app);
    await withPlatform(
      (tx) =>
        tx.identity.create({
          data: {
            userId: olga.userId,
            provider: "openshift",
            issuer: "https://api.shift.test:6443",
            subject: uid,
          },
        }),
      db.app,
    );
    const called = await callerOfKubernetes(randomUUID(), null, knowing({ username: "olga", uid }));
    expect(called).toMatchObject({ ok: true, value: { userId: olga.userId } });
  });

  test("is not known while the cluster is away, and is asked about again", async () => {
    const away = { create: async () => Promise.reject(new Error("no answer")) } as unknown as KubeClient;
    const token = randomUUID();
    expect(await callerOfKubernetes(token, null, away)).toMatchObject({ reason: "review_unavailable" });
    const back = await callerOfKubernetes(token, null, knowing({ username: `oidc:${ada.sub}` }));
    expect(back.ok).toBe(true);
  });

  test("that the cluster has known is let in while strangers at its address use up what may be asked", async () => {
    const [known, address] = [randomUUID(), "192.0.2.99"];
    const person = knowing({ username: `oidc:${ada.sub}` });
    expect((await callerOfKubernetes(known, address, person)).ok).toBe(true);
    const nobody = knowing({ username: "system:anonymous" });
    const strangers = Array.from({ length: 330 }, () => callerOfKubernetes(randomUUID(), address, nobody));
    const reasons = (await Promise.all(strangers)).map((answer) => (answer.ok ? null : answer.reason));
    expect(reasons).toContain("rate_limited");
    const later = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 4_000);
    try {
      expect((await callerOfKubernetes(known, address, person)).ok).toBe(true);
    } finally {
      later.mockRestore();
    }
  });
});

describe("a request", () => {
  let token: string;
  beforeEach(async () => {
    token = await robots.sign({ sub: "nobody" });
  });
  test.each([
    [{}, "no_credential"],
    [{ authorization: "Basic YTpi" }, "no_credential"],
    [{ authorization: "Bearer" }, "no_credential"],
    [{ authorization: "Bearer ptc_usr_short" }, "key_unknown"],
    [{ authorization: `Bearer ${"a".repeat(20_000)}` }, "token_unknown"],
    [{ cookie: "portico_session=x", "sec-fetch-site": "cross-site" }, "no_credential"],
  ])("with %j is refused: %s", async (headers, reason) => {
    expect(await callerOf(new Request("http://localhost:3000/", { headers }), null)).toMatchObject({
      reason,
    });
  });
  test("names its scheme in any case", async () => {
    const request = new Request("http://localhost:3000/", { headers: { authorization: `bearer ${token}` } });
    expect(await callerOf(request, null)).toMatchObject({ reason: "unknown_subject" });
  });
});
