import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { AloneShell } from "#components/shell/alone-shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { ErrorView } from "#components/ui/error-view.tsx";
import { paths } from "./paths.ts";

/** For members whose role is too low for a page. */
export default async function Forbidden() {
  const t = await getTranslations("common");
  const address = (await headers()).get("x-portico-path") ?? undefined;
  return (
    <AloneShell brand={{ name: t("product"), href: paths.home() }}>
      <ErrorView
        code="403"
        title={t("error.forbiddenTitle")}
        address={address}
        time={new Date()}
        actions={
          <ButtonLink href={paths.home()} variant="solid">
            {t("goHome")}
          </ButtonLink>
        }
      >
        {t("error.forbidden")}
      </ErrorView>
    </AloneShell>
  );
}
