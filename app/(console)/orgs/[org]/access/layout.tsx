import type { ReactNode } from "react";
import { OrganizationFrame } from "#app/frame/organization-frame.tsx";
import { readTenant } from "#lib/domain/access/page.ts";

type Props = { params: Promise<{ org: string }>; children: ReactNode };

/** Asks for the right before anything is sent, so that a role too low is answered with 403. */
export default async function OrganizationAccessLayout({ params, children }: Props) {
  const { org } = await params;
  await readTenant(org, "access:read", async () => null);
  return <OrganizationFrame org={org}>{children}</OrganizationFrame>;
}
