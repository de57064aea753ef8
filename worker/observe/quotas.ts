import type { PlatformTx } from "#lib/infra/db/transaction.ts";
import type { ResourceQuota } from "#lib/infra/kube/objects.ts";

/**
 * Copies what the namespaces' ResourceQuotas allow and count into their projects. The version beside the numbers keeps an
 * old observation from winning; equal numbers are not written.
 */
export async function writeQuotas(tx: PlatformTx, quotas: ResourceQuota[]): Promise<void> {
  if (quotas.length === 0) return;
  const seen = quotas.map(({ metadata, spec, status }) => ({
    namespace: metadata.namespace,
    quota: {
      hard: status?.hard ?? spec?.hard ?? {},
      used: status?.used ?? {},
      uid: metadata.uid,
      resourceVersion: metadata.resourceVersion,
    },
  }));
  await tx.$executeRaw`
    with target as (
      select p.id, s.quota
      from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as s(namespace text, quota jsonb)
      join projects p on p.namespace = s.namespace and p.deleted_at is null
      where (p.quota ->> 'uid' is distinct from s.quota ->> 'uid'
          or (s.quota ->> 'resourceVersion')::numeric > (p.quota ->> 'resourceVersion')::numeric)
        and (p.quota -> 'hard', p.quota -> 'used') is distinct from (s.quota -> 'hard', s.quota -> 'used')
      order by p.id for update of p
    )
    update projects p set quota = t.quota from target t where p.id = t.id`;
}
