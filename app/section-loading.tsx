import { useTranslations } from "next-intl";
import { Page } from "#components/shell/page.tsx";
import { SkeletonPage } from "#components/ui/skeleton.tsx";

/** The shape of a console page that is on its way. */
export function SectionLoading() {
  const t = useTranslations("states");
  const loading = t("loading");
  return (
    <Page crumbs={[{ label: loading }]}>
      <SkeletonPage words={{ loading }} />
    </Page>
  );
}
