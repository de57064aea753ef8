import { z } from "zod";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { externalSpecs, type FetchedRow } from "./resource.ts";
import { isOffered, offeredStores, type StoreSetting } from "./rules.ts";
import { reference, syncState } from "./schema.ts";

const whole = z.object({ external: reference, sync: syncState.nullable() });

/** Where a credential of a project (or with null: of the organization itself) is fetched from, and its version; null for any other. */
export async function findReference(tx: TenantTx, at: { id: string; projectId: string | null }) {
  const row = await tx.credential.findFirst({
    where: { ...at, source: "external" },
    select: { external: true, sync: true, version: true },
  });
  return row && { value: whole.parse(row), version: row.version };
}

/** What the cluster is to fetch for an organization itself, and that one's name; null for one that is gone. */
export async function organizationFetches(
  tx: TenantTx,
  organizationId: string,
  settings: readonly StoreSetting[],
) {
  const organization = await tx.organization.findFirst({
    where: { id: organizationId, state: { not: "deleted" } },
    select: { slug: true },
  });
  if (!organization) return null;
  const rows = await tx.credential.findMany({
    where: { organizationId, projectId: null, source: "external" },
    orderBy: { secretKey: "asc" },
  });
  const stores = offeredStores(settings, { organizationId, organization });
  const credentials = rows
    .map((row) => ({ ...row, disabled: row.disabledAt !== null }) as unknown as FetchedRow)
    // What the platform no longer offers is no longer fetched, and its value goes.
    .filter(({ external }) => isOffered(external, stores));
  return { tenant: organization.slug, credentials: externalSpecs(credentials) };
}
