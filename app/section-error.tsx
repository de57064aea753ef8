"use client";

import { useTranslations } from "next-intl";
import { Page } from "#components/shell/page.tsx";
import { type Broken, BrokenView } from "./broken-view.tsx";

/** What a page inside the console shows when it could not be made. */
export function SectionError(broken: Broken) {
  const t = useTranslations("error");
  return (
    <Page crumbs={[{ label: t("brokenTitle") }]}>
      <BrokenView {...broken} />
    </Page>
  );
}
