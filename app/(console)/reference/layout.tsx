import type { ReactNode } from "react";
import { OwnFrame } from "#app/frame/own-frame.tsx";

export default function ReferenceLayout({ children }: { children: ReactNode }) {
  return <OwnFrame of="account">{children}</OwnFrame>;
}
