import { getTranslations } from "next-intl/server";
import { AloneShell } from "#components/shell/alone-shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { ErrorView } from "#components/ui/error-view.tsx";
import { paths } from "./paths.ts";
import { product } from "./product.ts";

/** For what does not exist and for what is somebody else's: the same words. */
export default async function NotFound() {
  const t = await getTranslations("error");
  return (
    <AloneShell brand={{ name: product, href: paths.home() }}>
      <ErrorView
        code="404"
        title={t("notFoundTitle")}
        actions={
          <ButtonLink href={paths.home()} variant="solid">
            {t("home")}
          </ButtonLink>
        }
      >
        {t("notFound")}
      </ErrorView>
    </AloneShell>
  );
}
