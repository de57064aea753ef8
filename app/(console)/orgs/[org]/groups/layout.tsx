import type { ReactNode } from "react";
import { OrganizationFrame } from "#app/frame/organization-frame.tsx";

type Props = { params: Promise<{ org: string }>; children: ReactNode };

export default async function GroupsLayout({ params, children }: Props) {
  return (
    <OrganizationFrame org={(await params).org} permission="groups:manage">
      {children}
    </OrganizationFrame>
  );
}
