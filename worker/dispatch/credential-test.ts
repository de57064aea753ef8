import { portico, recordAudit } from "#lib/domain/audit/mutations.ts";
import { organizationExternalSecret, organizationSecret } from "#lib/domain/clusters/contract/brought.ts";
import { EXTERNAL_CREDENTIALS_SECRET, findDescriptor } from "#lib/domain/clusters/contract/credentials.ts";
import { CREDENTIALS_SECRET } from "#lib/domain/clusters/contract/meta.ts";
import { testCredential } from "#lib/domain/credentials/check.ts";
import { type CredentialKindId, primaryPart } from "#lib/domain/credentials/kinds/index.ts";
import { noteTest } from "#lib/domain/credentials/life.ts";
import { auditedAs, materialOf } from "#lib/domain/credentials/rules.ts";
import type { TestResult } from "#lib/domain/credentials/schema.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { failpoint } from "#lib/infra/failpoints.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { type KubeObject, type Ref, type Resource, secrets } from "#lib/infra/kube/objects.ts";
import type { DispatchDeps } from "./deps.ts";

type Key = { organizationId: string; credentialId: string; testId: string };
type Secret = KubeObject & { data?: Record<string, string> };

/** What is said of a credential whose Secret has no value for it, or does not say in words of its kind what it is. */
const untold = (cause: "missing" | "unreadable"): TestResult => ({
  ...{ passed: false, stages: [], durationMs: 0 },
  cause,
});

/**
 * Tests a kept credential with the value that its Secret has, and keeps the result. The value is in memory for that long and goes
 * to its provider alone, which the Secret itself names. A run that is cut off is made again; its result counts once.
 *
 * @throws where the cluster cannot be asked: try again
 */
export async function testKeptCredential(
  { client, providers }: Pick<DispatchDeps, "client" | "providers">,
  key: Key,
): Promise<void> {
  const { organizationId, credentialId, testId } = key;
  const credential = await withTenant({ organizationId }, (tx) =>
    tx.credential.findFirst({
      where: { id: credentialId, testId },
      include: { project: { select: { namespace: true } }, organization: { select: { slug: true } } },
    }),
  );
  if (!credential) return;
  const at = secretOf(credential);
  const secret = await client.get(secrets as Resource<Secret>, at);
  const data = Object.fromEntries(
    Object.entries(secret?.data ?? {}).map(([key, text]) => [
      key,
      Buffer.from(text, "base64").toString("utf8"),
    ]),
  );
  const { kind, name, secretKey } = credential;
  // The row's settings may be of another value than the one that stands there now, and may be somebody else's: one that the
  // Secret says nothing of is of before there were addresses.
  const described = findDescriptor(secret?.metadata.annotations, secretKey);
  const bare = { kind, keys: { [primaryPart(kind as CredentialKindId)]: secretKey }, settings: {} };
  const material = described === null ? null : materialOf(described ?? bare, data);
  const whole = material && primaryPart(material.kind) in material.values ? material : null;
  const result = !(secretKey in data)
    ? untold("missing")
    : ((whole && (await testCredential(whole, providers))) ?? untold("unreadable"));
  failpoint("dispatch.credential-test.made");
  await withTenant({ organizationId }, async (tx) => {
    const noted = await noteTest(tx, key, result);
    // Each night's test of what goes on working is no news.
    if (!noted || (noted.askedBy === null && noted.before === noted.passed)) return;
    await recordAudit(tx, {
      action: auditedAs(noted, "tested"),
      outcome: "allowed",
      actor: portico,
      requestId: newRequestId(),
      organizationId,
      projectId: noted.projectId,
      target: { kind: "credential", id: credentialId, name },
      detail: { passed: result.passed, cause: result.cause, nightly: noted.askedBy === null },
    });
  });
}

/** The Secret that holds a credential's value. */
function secretOf({
  source,
  project,
  organization,
}: {
  source: string;
  project: { namespace: string } | null;
  organization: { slug: string };
}): Ref {
  const fetched = source === "external";
  if (!project) return (fetched ? organizationExternalSecret : organizationSecret)(organization.slug);
  const name = fetched ? EXTERNAL_CREDENTIALS_SECRET : CREDENTIALS_SECRET;
  return { name, namespace: project.namespace };
}
