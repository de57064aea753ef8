import type { ReactNode } from "react";
import { ProjectFrame } from "#app/frame/project-frame.tsx";

type Props = { params: Promise<{ org: string; project: string }>; children: ReactNode };

export default async function ProjectLayout({ params, children }: Props) {
  return <ProjectFrame place={await params}>{children}</ProjectFrame>;
}
