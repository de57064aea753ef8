import type { ReactNode } from "react";
import { OrganizationFrame } from "#app/frame/organization-frame.tsx";
import { readTenant } from "#lib/domain/access/page.ts";

type Props = { params: Promise<{ org: string }>; children: ReactNode };

/** Asked here already, before the page begins to be sent: the answer's status says no too. */
export default async function MembersLayout({ params, children }: Props) {
  const { org } = await params;
  await readTenant(org, "members:read", async () => null);
  return <OrganizationFrame org={org}>{children}</OrganizationFrame>;
}
