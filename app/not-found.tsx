import { getTranslations } from "next-intl/server";
import { AloneShell } from "#components/shell/alone-shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { ErrorView } from "#components/ui/error-view.tsx";
import { paths } from "./paths.ts";

/** For what does not exist and for what is somebody else's: the same words. */
export default async function NotFound() {
  const t = await getTranslations("common");
  return (
    <AloneShell brand={{ name: t("product"), href: paths.home() }}>
      <ErrorView
        code="404"
        title={t("error.notFoundTitle")}
        actions={
          <ButtonLink href={paths.home()} variant="solid">
            {t("goHome")}
          </ButtonLink>
        }
      >
        {t("error.notFound")}
      </ErrorView>
    </AloneShell>
  );
}
