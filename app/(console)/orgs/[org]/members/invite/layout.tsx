import type { ReactNode } from "react";
import { readTenant } from "#lib/domain/access/page.ts";

type Props = { params: Promise<{ org: string }>; children: ReactNode };

/** Asked here already, before the page begins to be sent: the answer's status says no too. */
export default async function InviteLayout({ params, children }: Props) {
  await readTenant((await params).org, "invitations:manage", async () => null);
  return children;
}
