import type { ReactNode } from "react";
import { readProject } from "#lib/domain/access/page.ts";

type Props = { params: Promise<{ org: string; project: string }>; children: ReactNode };

/** Asks for the right before anything is sent, so that a role too low is answered with 403. */
export default async function ProjectAccessLayout({ params, children }: Props) {
  await readProject(await params, "project-access:read", async () => null);
  return children;
}
