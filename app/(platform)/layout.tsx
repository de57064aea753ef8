import type { ReactNode } from "react";
import { OwnFrame } from "#app/frame/own-frame.tsx";
import { Texts } from "#app/texts/texts.tsx";
import { readPlatform } from "#lib/domain/access/page.ts";

/** The platform's own pages. To everybody but platform admins they do not exist. */
export default async function PlatformLayout({ children }: { children: ReactNode }) {
  await readPlatform("platform:read", async () => null);
  return (
    <Texts of={["dialog"]}>
      <OwnFrame of="platform">{children}</OwnFrame>
    </Texts>
  );
}
