import type { ReactNode } from "react";
import { OwnFrame } from "#app/frame/own-frame.tsx";

/** A suspended organization has no console: the person's own stands around the page that says so. */
export default function SuspendedLayout({ children }: { children: ReactNode }) {
  return <OwnFrame of="account">{children}</OwnFrame>;
}
