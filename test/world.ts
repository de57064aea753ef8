import type { PrismaClient } from "#generated/client.ts";
import type { OrganizationRole, ProjectRole } from "#lib/domain/access/permissions.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { type MintedKey, mintKey } from "#lib/infra/crypto/key.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";

let count = 0;
/** A name that no other test of the run uses. */
export const uniqueName = (prefix = "t"): string =>
  `${prefix}${process.pid.toString(36)}${(count++).toString(36)}${Date.now().toString(36).slice(-4)}`;

/** Somebody who is signed in, with an identity of their own. */
export async function makeViewer(client: PrismaClient, name = uniqueName("u")): Promise<Viewer> {
  const email = `${name}@test.example`;
  const user = await withPlatform(
    (tx) =>
      tx.user.create({
        data: {
          displayName: name,
          email,
          emailVerified: true,
          groups: [],
          identities: { create: { provider: "test", issuer: "https://issuer.test", subject: name } },
        },
      }),
    client,
  );
  return {
    userId: user.id,
    loginSessionId: newId(),
    displayName: name,
    email,
    emailVerified: true,
    groups: [],
    platformAdmin: false,
    signedInAt: new Date(),
    confirmedAt: new Date(),
  };
}

export type TestOrganization = { id: string; slug: string };

export async function makeOrganization(
  client: PrismaClient,
  slug = uniqueName("o"),
): Promise<TestOrganization> {
  await withPlatform(
    (tx) => tx.organization.create({ data: { slug, displayName: slug, tier: "standard" } }),
    client,
  );
  const found = await withPlatform((tx) => tx.organization.findUniqueOrThrow({ where: { slug } }), client);
  return { id: found.id, slug };
}

/** A project's row, without asking any cluster for it. */
export async function makeProject(
  client: PrismaClient,
  organization: TestOrganization,
  data: { slug?: string; phase?: string } = {},
): Promise<{ id: string; slug: string; namespace: string }> {
  const slug = data.slug ?? uniqueName("p");
  const project = await withPlatform(
    (tx) =>
      tx.project.create({
        data: {
          organizationId: organization.id,
          slug,
          displayName: slug,
          namespace: `${organization.slug}-${slug}`,
          tier: "standard",
          requestId: "r-test",
          phase: data.phase ?? "Ready",
        },
      }),
    client,
  );
  return { id: project.id, slug, namespace: project.namespace };
}

export async function join(
  client: PrismaClient,
  viewer: Viewer,
  organization: TestOrganization,
  role: OrganizationRole | ProjectRole,
  projectId: string | null = null,
): Promise<void> {
  await withPlatform(
    (tx) =>
      tx.membership.create({
        data: { organizationId: organization.id, projectId, userId: viewer.userId, role },
      }),
    client,
  );
}

/** The secret of a key's row: one that was minted, or any. */
export const secretOf = (organizationId: string | null, minted: MintedKey = mintKey("ptc_svc_")) => {
  const { hash, prefix, lastFour } = minted;
  return { create: { id: newId(), organizationId, hash, prefix, lastFour } };
};
