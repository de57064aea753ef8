import type { Prisma } from "#generated/client.ts";
import { tell } from "#lib/domain/emails/mutations.ts";
import type { Notice, Notices } from "#lib/domain/emails/rules.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import { enqueue } from "#lib/infra/jobs/index.ts";
import { holdChanges } from "./changing.ts";
import { nameOf } from "./data.ts";
import { credentialJobs } from "./jobs.ts";
import { isCredentialKind, kindOf } from "./kinds/index.ts";
import { type Outside, writingOf } from "./outside.ts";
import { TEST_LOST_MS, toldAt } from "./rules.ts";
import type { TestResult } from "./schema.ts";

type Place = { organizationId: string; projectId: string | null };

/**
 * Asks for a test of a credential with the value that its Secret has, which the worker makes. Asked for again while one is under
 * way it is the same one. `askedBy` is null for Portico itself.
 */
export async function askForTest(
  tx: TenantTx | PlatformTx,
  credentialId: string,
  askedBy: string | null,
  now = new Date(),
): Promise<Outcome<{ testId: string; name: string }>> {
  const found = await tx.credential.findUnique({
    where: { id: credentialId },
    select: { organizationId: true, kind: true, name: true, testId: true },
  });
  if (!found) return refused("not_found");
  const { organizationId, kind, name } = found;
  if (!isCredentialKind(kind) || !kindOf(kind).test)
    return refused("credential_untestable", { values: { name } });
  const testId = newId();
  const asked = await tx.credential.updateMany({
    where: {
      id: credentialId,
      OR: [{ testId: null }, { testAskedAt: { lt: new Date(now.getTime() - TEST_LOST_MS) } }],
    },
    data: { testId, testAskedAt: now, testAskedBy: askedBy },
  });
  if (asked.count === 0) return done({ testId: found.testId ?? testId, name });
  await enqueue(tx, credentialJobs.test, { organizationId, credentialId, testId });
  return done({ testId, name });
}

/** What became of a test, for the audit log and whoever is to be told. */
export type NotedTest = Place & {
  name: string;
  askedBy: string | null;
  before: boolean | null;
  passed: boolean;
};

/**
 * Keeps the result of a test, once, unless the credential was changed meanwhile (null). That one began to fail is told to those
 * who manage it.
 */
export async function noteTest(
  tx: TenantTx,
  { credentialId, testId }: { credentialId: string; testId: string },
  result: TestResult,
  now = new Date(),
): Promise<NotedTest | null> {
  const before = await tx.credential.findUnique({
    where: { id: credentialId },
    include: named,
  });
  const { count } = await tx.credential.updateMany({
    where: { id: credentialId, testId },
    data: {
      testedAt: now,
      testPassed: result.passed,
      testStages: result.stages as unknown as Prisma.InputJsonArray,
      testCause: result.cause,
      testId: null,
      testAskedAt: null,
      testAskedBy: null,
    },
  });
  if (count === 0 || !before) return null;
  const { organizationId, projectId, name, testAskedBy, testPassed } = before;
  if (!result.passed && testPassed !== false)
    await tellManagers(tx, before, "credentialFailing", {
      ...aboutOf(before),
      // Without any there was nothing to test it with, or by.
      stage: result.stages.find(({ state }) => state === "failed")?.stage ?? result.cause ?? "missing",
    });
  return { organizationId, projectId, name, askedBy: testAskedBy, before: testPassed, passed: result.passed };
}

/** What a row needs for `aboutOf`. */
export const named = {
  organization: { select: { slug: true } },
  project: { select: { slug: true, displayName: true } },
} as const;

/** What a notice says of a credential, and where it can be looked at. */
export function aboutOf(row: {
  id: string;
  name: string;
  organization: { slug: string };
  project: { slug: string; displayName: string } | null;
}) {
  const { id, name, organization, project } = row;
  const at = `/orgs/${organization.slug}${project ? `/projects/${project.slug}` : ""}`;
  const path = `${at}/credentials/${id}`;
  return { name, project: project && { slug: project.slug, name: project.displayName }, page: { path } };
}

/** Tells those who manage a credential. */
export const tellManagers = <N extends Notice>(
  tx: TenantTx | PlatformTx,
  { organizationId, projectId }: Place,
  notice: N,
  params: Notices[N],
): Promise<void> => {
  const may = projectId ? "credentials:manage" : "organization-credentials:manage";
  return tell(tx, organizationId, { may, projectId }, notice, params);
};

/**
 * Sets when a credential ends, or that it does not. People are told of the new end anew. Refused where it is no longer in the
 * version that was seen (null: whichever it is in), and while a change of it is open, which has an end of its own.
 */
export async function setExpiry(
  tx: TenantTx,
  { projectId, userId }: { projectId: string | null; userId: string | null },
  credentialId: string,
  { expiresAt, version }: { expiresAt: Date | null; version: number | null },
  now = new Date(),
): Promise<Outcome<{ name: string; before: Date | null; version: number }>> {
  if (expiresAt && expiresAt <= now) return refused("date_past", { field: "expiresAt" });
  const known = await tx.credential.findFirst({
    where: { id: credentialId, projectId },
    select: { organizationId: true, projectId: true, secretKey: true, kind: true, name: true },
  });
  if (!known) return refused("not_found");
  const busy = await holdChanges(tx, { ...known, askedBy: userId });
  if (busy) return busy;
  // Whoever changes where it is fetched from is waited for here, and what they made of it is seen.
  await tx.$queryRaw`select 1 from credentials where id = ${credentialId}::uuid for no key update`;
  const found = await tx.credential.findFirst({ where: { id: credentialId, projectId } });
  if (!found) return refused("not_found");
  const { name, updatedBy, expiresAt: before } = found;
  if ((version ?? found.version) !== found.version)
    return refused("credential_changed", { values: { name, who: await nameOf(tx, updatedBy) } });
  const set = await tx.credential.update({
    where: { id: credentialId },
    data: {
      ...{ expiresAt, expiryTold: toldAt(expiresAt, now), updatedBy: userId, updatedAt: now },
      version: { increment: 1 },
    },
  });
  return done({ name, before, version: set.version });
}

/**
 * Notes what the cluster says was done to a credential's value past Portico, or (null) that it is Portico's. Answers whether
 * that is news: a writing that somebody decided to keep is none.
 */
export async function noteOutside(
  tx: PlatformTx,
  row: Pick<
    Prisma.CredentialGetPayload<object>,
    "id" | "changeId" | "outsideAt" | "outsideBy" | "outsideWhat" | "outsideKept"
  >,
  found: Outside | null,
  now = new Date(),
): Promise<boolean> {
  const known = row.outsideAt !== null;
  const same =
    known &&
    row.outsideWhat === found?.what &&
    row.outsideBy === found?.by &&
    (found?.at == null || row.outsideAt?.getTime() === found.at.getTime());
  if (found ? same || row.outsideKept === writingOf(found) : !known) return false;
  // Unless it was changed by Portico meanwhile: what was found is of before.
  const { count } = await tx.credential.updateMany({
    where: { id: row.id, changeId: row.changeId },
    data: found
      ? { outsideAt: found.at ?? now, outsideBy: found.by, outsideWhat: found.what }
      : { outsideAt: null, outsideBy: null, outsideWhat: null },
  });
  return found !== null && count > 0;
}
