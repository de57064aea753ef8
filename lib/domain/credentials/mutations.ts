import type { Prisma } from "#generated/client.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { secretKeyOf } from "./names.ts";
import { fingerprintOf, lastFourOf } from "./rules.ts";
import type { AddCredentialInput, TestResult } from "./schema.ts";

const tested = (result: TestResult, at: Date) => ({
  testedAt: at,
  testPassed: result.passed,
  testStages: result.stages as unknown as Prisma.InputJsonArray,
});

/** Records a key that was tested and written to the project's Secret: added, or put in the place of an older one. */
export async function recordCredential(
  tx: TenantTx,
  place: { organizationId: string; projectId: string; userId: string },
  input: AddCredentialInput,
  result: TestResult,
  secret: string,
  now = new Date(),
): Promise<Outcome<{ id: string; secretKey: string }>> {
  const { organizationId, projectId, userId } = place;
  const secretKey = secretKeyOf(input.kind, input.name);
  const known = {
    fingerprint: fingerprintOf(input.value, secret),
    lastFour: lastFourOf(input.value),
    updatedBy: userId,
    updatedAt: now,
    ...tested(result, now),
  };
  const credential = await tx.credential.upsert({
    where: { projectId_secretKey: { projectId, secretKey } },
    create: {
      organizationId,
      projectId,
      kind: input.kind,
      name: input.name,
      secretKey,
      createdBy: userId,
      ...known,
    },
    update: known,
  });
  return done({ id: credential.id, secretKey });
}

/** Removes what is known of a credential whose key was taken out of the Secret. Sessions keep their history. */
export async function removeCredential(
  tx: TenantTx,
  projectId: string,
  credentialId: string,
): Promise<Outcome> {
  await tx.agentSession.updateMany({ where: { credentialId }, data: { credentialId: null } });
  const gone = await tx.credential.deleteMany({ where: { id: credentialId, projectId } });
  return gone.count === 1 ? done() : refused("not_found");
}
