import type { ReactNode } from "react";
import { readProject } from "#lib/domain/access/page.ts";

type Props = { params: Promise<{ org: string; project: string }>; children: ReactNode };

/** Asked here already, before the page begins to be sent: the answer's status says no too. */
export default async function CredentialsLayout({ params, children }: Props) {
  await readProject(await params, "credentials:read", async () => null);
  return children;
}
