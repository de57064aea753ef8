import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { json, text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { actorOf, callerOfViewer } from "#lib/domain/access/caller.ts";
import { resolveProject, resolveTenant } from "#lib/domain/access/scope.ts";
import { CREDENTIALS_SECRET } from "#lib/domain/clusters/contract/meta.ts";
import { platformOf } from "#lib/domain/credentials/check/platform.ts";
import { testCredential } from "#lib/domain/credentials/check.ts";
import type { Material } from "#lib/domain/credentials/kinds/index.ts";
import { confirmChange } from "#lib/domain/credentials/mutations.ts";
import { dataOf, wantedValue } from "#lib/domain/credentials/rules.ts";
import { changeSecret, type SecretPlace } from "#lib/domain/credentials/secret.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { signInUser } from "#lib/domain/identity/mutations.ts";
import { createOrganization } from "#lib/domain/organizations/mutations.ts";
import { createProject } from "#lib/domain/projects/mutations.ts";
import { launchSession } from "#lib/domain/sessions/mutations.ts";
import { ensureSecret, secretOf as organizationSecretOf } from "#lib/domain/sharing/commands.ts";
import { changeBindings } from "#lib/domain/sharing/mutations.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { type DemoKeys, workingKeys } from "./keys.ts";
import { people } from "./people.ts";
import { seedUsage } from "./usage.ts";

/**
 * Makes the demo's world once, in a process of its own with the web's environment and rights: through the same
 * mutations as the screens, so that it can be no other than what people could have made. The people's keys go in and come
 * out through pipes: they are in no argument, no environment and no log.
 */
export async function seedWorld(
  environment: Record<string, string>,
  place: { issuer: string; providerUrl: string },
  known: DemoKeys,
): Promise<DemoKeys> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    env: {
      PATH: process.env.PATH,
      ...environment,
      DEMO_ISSUER: place.issuer,
      PORTICO_ANTHROPIC_URL: place.providerUrl,
    } as unknown as NodeJS.ProcessEnv,
    stdio: ["pipe", "ignore", "pipe", "pipe"],
  });
  child.stdin?.end(JSON.stringify(known));
  const [words, keys, [code]] = await Promise.all([
    text(child.stderr as Readable),
    text(child.stdio[3] as Readable),
    once(child, "exit"),
  ]);
  if (code !== 0) throw new Error(words.trim() || "The demo's world could not be made.");
  return JSON.parse(keys) as DemoKeys;
}

async function enrol(sub: string): Promise<Viewer> {
  const person = people.find((one) => one.sub === sub);
  if (!person) throw new Error(`There is no ${sub} in the demo.`);
  const { userId } = await signInUser({
    provider: "demo",
    issuer: process.env.DEMO_ISSUER ?? "",
    subject: sub,
    displayName: person.name,
    email: person.email,
    emailVerified: true,
    groups: [...(person.groups ?? [])],
  });
  return {
    userId,
    loginSessionId: "",
    displayName: person.name,
    email: person.email,
    emailVerified: true,
    groups: [...(person.groups ?? [])],
    platformAdmin: false,
    signedInAt: new Date(),
    confirmedAt: new Date(),
  };
}

async function organization(slug: string, displayName: string, owner: Viewer): Promise<string> {
  const id = newId();
  const made = await withTenant({ organizationId: id, userId: owner.userId }, (tx) =>
    createOrganization(tx, id, owner, { slug, displayName }),
  );
  if (!made.ok) throw new Error(made.reason);
  return id;
}

async function project(
  organizationId: string,
  org: string,
  admin: Viewer,
  input: Parameters<typeof createProject>[2],
): Promise<string> {
  const made = await withTenant({ organizationId, userId: admin.userId }, (tx) =>
    createProject(
      tx,
      {
        organizationId,
        organization: org,
        userId: admin.userId,
        requestId: newRequestId(),
        template: webEnv().PORTICO_NAMESPACE_TEMPLATE,
      },
      input,
    ),
  );
  if (!made.ok) throw new Error(made.reason);
  return made.value.id;
}

async function join(
  organizationId: string,
  viewer: Viewer,
  role: string,
  projectId: string | null = null,
): Promise<void> {
  await withTenant({ organizationId }, (tx) =>
    tx.membership.create({ data: { organizationId, projectId, userId: viewer.userId, role } }),
  );
}

async function untilReady(organizationId: string, projectId: string): Promise<string> {
  for (let i = 0; i < 600; i++) {
    const row = await withTenant({ organizationId }, (tx) =>
      tx.project.findUniqueOrThrow({ where: { id: projectId } }),
    );
    if (row.phase === "Ready") return row.namespace;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(
    "A project of the demo's world did not become ready within 60 s; see .demo/logs/worker.log.",
  );
}

/** Tests a credential and keeps it in a Secret. Answers its id. */
async function keep(place: SecretPlace, name: string, material: Material): Promise<string> {
  const result = await testCredential(material, platformOf(webEnv()));
  const asked = { replaces: null, version: null, seenOutside: null, expiresAt: null };
  const wanted = wantedValue({ ...material, name }, asked, result, webEnv().PORTICO_AUTH_SECRET);
  const written = await changeSecret(place, wanted, dataOf(material, name));
  if (!result?.passed || !written.ok) throw new Error(`The demo's credential ${name} could not be kept.`);
  const kept = await withTenant(place, (tx) => confirmChange(tx, place, wanted.id));
  if (!kept.ok) throw new Error(kept.reason);
  return kept.value.credentialId ?? "";
}

async function credential(
  organizationId: string,
  projectId: string,
  viewer: Viewer,
  value: string,
): Promise<string> {
  const namespace = await untilReady(organizationId, projectId);
  const { userId } = viewer;
  const asking = { actor: actorOf(callerOfViewer(viewer)), requestId: newRequestId() };
  const place = { organizationId, projectId, namespace, secret: CREDENTIALS_SECRET, userId, asking };
  return keep(place, "anthropic", { kind: "anthropic", settings: {}, values: { "api-key": value } });
}

/** A credential that the organization has once, given to one of its projects. */
async function sharedCredential(owner: Viewer, org: string, projectId: string, token: string): Promise<void> {
  const scope = await resolveTenant(callerOfViewer(owner), org);
  if (!scope) throw new Error(`${owner.displayName} is not in ${org}.`);
  const place = organizationSecretOf(scope, newRequestId());
  const there = await ensureSecret(place);
  if (!there.ok) throw new Error(there.reason);
  const credentialId = await keep(place, "mirror", { kind: "github", settings: {}, values: { token } });
  const given = await withTenant(scope, (tx) =>
    changeBindings(tx, scope, { bind: [{ credentialId, projectId }], unbind: [] }),
  );
  if (!given.ok) throw new Error(given.reason);
}

async function session(
  viewer: Viewer,
  org: string,
  projectSlug: string,
  credentialId: string,
  title: string,
  prompt: string,
) {
  const tenant = await resolveTenant(callerOfViewer(viewer), org);
  if (!tenant) throw new Error(`${viewer.displayName} is not in ${org}.`);
  const launched = await withTenant(tenant, async (tx) => {
    const scope = await resolveProject(tx, tenant, projectSlug);
    if (!scope) throw new Error(`${viewer.displayName} is not in ${projectSlug}.`);
    return launchSession(tx, scope, newRequestId(), {
      title,
      prompt,
      websiteUrl: "",
      model: "claude-sonnet-4-5",
      credentialId,
      credentialIds: [],
      resourceClass: "small",
      timeoutMinutes: 30,
      inactivityMinutes: 10,
    });
  });
  if (!launched.ok) throw new Error(launched.reason);
}

async function seed(): Promise<void> {
  if (await withPlatform((tx) => tx.organization.findUnique({ where: { slug: "halden" } }))) return;
  const [, olga, adam, mia, ed, vic, max, bill, hana] = (await Promise.all(
    ["pia", "olga", "adam", "mia", "ed", "vic", "max", "bill", "hana"].map(enrol),
  )) as [Viewer, Viewer, Viewer, Viewer, Viewer, Viewer, Viewer, Viewer, Viewer];
  const northmoor = await organization("northmoor", "Northmoor", olga);
  await join(northmoor, adam, "admin");
  for (const viewer of [mia, ed, vic, max]) await join(northmoor, viewer, "member");
  await join(northmoor, bill, "billing");
  await withTenant({ organizationId: northmoor }, (tx) =>
    tx.invitation.create({
      data: {
        organizationId: northmoor,
        email: "ines@northmoor.example",
        role: "member",
        invitedBy: olga.userId,
        expiresAt: new Date(Date.now() + 72 * 3_600_000),
      },
    }),
  );
  const retrieval = await project(northmoor, "northmoor", mia, {
    slug: "retrieval-eval",
    displayName: "Retrieval evaluation",
    tier: "standard",
    egressMode: "gateways",
  });
  await join(northmoor, ed, "editor", retrieval);
  await join(northmoor, vic, "viewer", retrieval);
  const notes = await project(northmoor, "northmoor", olga, {
    slug: "incident-notes",
    displayName: "Incident notes",
    tier: "small",
    egressMode: "gateways",
  });
  const key = await credential(northmoor, retrieval, mia, "sk-ant-demo-northmoor-shared");
  await session(
    mia,
    "northmoor",
    "retrieval-eval",
    key,
    "Score retriever v14 on the held-out set",
    "Score retriever v14 on the held-out set. Report nDCG@10 and recall@10, overall and for each subset. Name every subset that moved.",
  );
  await session(
    ed,
    "northmoor",
    "retrieval-eval",
    key,
    "Compare chunk sizes 256, 512, 1024",
    "Compare chunk sizes 256, 512 and 1024 for the legal subset. Which passages are lost at each size?",
  );

  await sharedCredential(olga, "northmoor", notes, "ghp-demo-northmoor-mirror");
  await seedUsage({ olga, mia, ed });

  const halden = await organization("halden", "Halden Marine", hana);
  const hull = await project(halden, "halden", hana, {
    slug: "hull-scan",
    displayName: "Hull scan",
    tier: "standard",
    egressMode: "internet",
  });
  await Promise.all([untilReady(northmoor, notes), untilReady(halden, hull)]);
}

if (import.meta.main) {
  try {
    const known = (await json(process.stdin)) as DemoKeys;
    await seed();
    writeFileSync(3, JSON.stringify(await workingKeys(known)));
    process.exit(0);
  } catch (error) {
    process.stderr.write(
      `The demo's world could not be made: ${error instanceof Error ? error.stack : error}\n`,
    );
    process.exit(1);
  }
}
