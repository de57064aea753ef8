import type { ReactNode } from "react";
import { OrganizationFrame } from "#app/frame/organization-frame.tsx";

type Props = { params: Promise<{ org: string }>; children: ReactNode };

export default async function TokensLayout({ params, children }: Props) {
  return (
    <OrganizationFrame org={(await params).org} permission="tokens:manage">
      {children}
    </OrganizationFrame>
  );
}
