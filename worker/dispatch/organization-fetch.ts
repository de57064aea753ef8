import { isDeepStrictEqual } from "node:util";
import {
  externalSecrets,
  ORGANIZATIONS_NAMESPACE,
  organizationExternalSecret,
} from "#lib/domain/clusters/contract/brought.ts";
import { fieldManagers, labels, MANAGED_BY } from "#lib/domain/clusters/contract/meta.ts";
import { organizationFetches } from "#lib/domain/stores/data.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import { type Resource, secrets } from "#lib/infra/kube/objects.ts";
import { isServed } from "#lib/infra/kube/served.ts";
import { mendFilled } from "../control/project/brought.ts";
import type { BundleObject } from "../control/project/manifests/common.ts";
import { fetching, fetchingName, filledSecret } from "../control/project/manifests/credentials.ts";
import type { DispatchDeps } from "./deps.ts";

const namespace = ORGANIZATIONS_NAMESPACE;
const manager = { fieldManager: fieldManagers.dispatch } as const;
const filled = secrets as Resource<BundleObject>;

type Fetches = NonNullable<Awaited<ReturnType<typeof organizationFetches>>>;

/**
 * Has External Secrets Operator fetch what an organization's own credentials refer to, into the organization's Secret for that,
 * and takes away what is referred to no longer. The projects' copies follow by themselves. Safe to repeat, and of several runs at
 * once each reads again after it wrote: whoever writes last has written the newest state.
 *
 * @throws KubeError when the API server cannot be reached: try again
 */
export async function fetchForOrganization(
  { client, platform }: Pick<DispatchDeps, "client" | "platform">,
  { organizationId }: { organizationId: string },
): Promise<void> {
  let sent: Fetches | undefined;
  for (;;) {
    const wanted = await withTenant({ organizationId }, (tx) =>
      organizationFetches(tx, organizationId, platform.stores),
    );
    // Deleted while we wrote: what was written may have come after that, and nobody else would take it back.
    if (!wanted && sent) await applyFetches(client, { ...sent, credentials: [] });
    if (!wanted || isDeepStrictEqual(sent, wanted)) return;
    await applyFetches(client, wanted);
    sent = wanted;
  }
}

/** Makes the cluster fetch these for an organization, and nothing else. @throws KubeError */
export async function applyFetches(client: KubeClient, { tenant, credentials }: Fetches): Promise<void> {
  const secret = organizationExternalSecret(tenant);
  const head = ({ apiVersion, kind }: Resource<unknown>, name: string): BundleObject => ({
    ...{ apiVersion, kind },
    metadata: { name, namespace, labels: { [labels.managedBy]: MANAGED_BY, [labels.tenant]: tenant } },
  });
  // Without the operator there is nothing to ask, and nothing of it to take away.
  const served = await isServed(client, externalSecrets);
  const wanted = credentials.map((credential) => ({
    ...head(externalSecrets, `${tenant}.${fetchingName(credential)}`),
    spec: fetching(secret.name, credential),
  }));
  const names = new Set(wanted.map(({ metadata }) => metadata.name));
  const labelSelector = `${labels.tenant}=${tenant}`;
  // First, so that nobody puts back what is taken out of the Secret, as with a project (`prune`).
  if (served)
    for (const { metadata } of (await client.list(externalSecrets, { namespace, labelSelector })).items)
      if (!names.has(metadata.name)) await client.delete(externalSecrets, { namespace, name: metadata.name });

  const fieldSelector = `metadata.name=${secret.name}`;
  const [live] = (await client.list(filled, { namespace, fieldSelector, metadataOnly: true })).items;
  if (credentials.length === 0) {
    if (live) await client.delete(secrets, secret);
    return;
  }
  const desired = { ...filledSecret(head(secrets, secret.name), credentials), type: "Opaque" };
  const mending = mendFilled(credentials, desired, live);
  if (!live) await client.create(filled, desired, { ...manager, metadataOnly: true });
  else if (mending)
    await client.patch(filled, secret, mending.patch(desired, live), { ...manager, metadataOnly: true });
  if (served)
    for (const object of wanted)
      await client.apply<unknown>(externalSecrets, object, { ...manager, force: true });
}
