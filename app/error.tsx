"use client";

import { useTranslations } from "next-intl";
import { AloneShell } from "#components/shell/alone-shell.tsx";
import { type Broken, BrokenView } from "./broken-view.tsx";
import { paths } from "./paths.ts";

/** For a page that could not be made, outside the console's frame. */
export default function PageError(broken: Broken) {
  const t = useTranslations("common");
  return (
    <AloneShell brand={{ name: t("product"), href: paths.home() }}>
      <BrokenView {...broken} />
    </AloneShell>
  );
}
