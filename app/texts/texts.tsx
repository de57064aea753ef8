import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { type Messages, pick } from "./pick.ts";
import { MoreTexts } from "./provider.tsx";

/**
 * Sends texts to the browser for the components below that run there; all others stay on the server. `of` names their
 * namespaces, as they stand in `useTranslations`. Belongs around everything that its module draws: texts.test.ts looks
 * at modules, and fails for a namespace that is missing or sent for nothing.
 */
export async function Texts({ of, children }: { of: readonly string[]; children: ReactNode }) {
  return <MoreTexts messages={pick((await getMessages()) as Messages, of)}>{children}</MoreTexts>;
}
