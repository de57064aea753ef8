import type { ReactNode } from "react";
import { OrganizationFrame } from "#app/frame/organization-frame.tsx";

type Props = { params: Promise<{ org: string }>; children: ReactNode };

export default async function MembersLayout({ params, children }: Props) {
  return (
    <OrganizationFrame org={(await params).org} permission="members:read">
      {children}
    </OrganizationFrame>
  );
}
