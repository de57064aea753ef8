import { portico, recordAudit } from "#lib/domain/audit/mutations.ts";
import { organizationSecret } from "#lib/domain/clusters/contract/brought.ts";
import { tenantResource } from "#lib/domain/clusters/contract/tenant.ts";
import { endOrganization } from "#lib/domain/organizations/deletion.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { secrets } from "#lib/infra/kube/objects.ts";
import type { DispatchDeps } from "./deps.ts";
import { applyFetches } from "./organization-fetch.ts";

/**
 * Removes an organization whose time to be kept is over. Idempotent, and cut off anywhere it goes on where it was.
 *
 * @throws Error while its projects are being removed, or its export is not done: try again
 */
export async function removeOrganization(
  { client, log }: Pick<DispatchDeps, "client" | "log">,
  { organizationId }: { organizationId: string },
): Promise<void> {
  const requestId = newRequestId();
  const done = await withTenant({ organizationId }, async (tx) => {
    const found = await tx.organization.findUnique({ where: { id: organizationId } });
    const step = found ? await endOrganization(tx, organizationId, requestId) : "not-due";
    if (step === "ended")
      await recordAudit(tx, {
        action: "organizations.remove",
        outcome: "allowed",
        actor: portico,
        requestId,
        organizationId,
        target: { kind: "organization", id: organizationId, name: found?.slug },
      });
    return { step, slug: found?.state === "deleted" || step === "ended" ? found?.slug : undefined };
  });
  if (done.step === "projects") throw new Error("Its projects are being removed.");
  if (done.step === "export") throw new Error("The file of what it has is not made yet.");
  if (!done.slug) return;
  // Last, and again after a crash in between: a tombstone has no Tenant.
  await client.delete(secrets, organizationSecret(done.slug));
  await applyFetches(client, { tenant: done.slug, credentials: [] });
  await client.delete(tenantResource, { name: done.slug });
  log.info({ organizationId }, "organization removed");
}
