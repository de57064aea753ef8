import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { AloneShell } from "#components/shell/alone-shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { ErrorView } from "#components/ui/error-view.tsx";
import { paths } from "./paths.ts";
import { product } from "./product.ts";

/** For members whose role is too low for a page. */
export default async function Forbidden() {
  const t = await getTranslations("error");
  const address = (await headers()).get("x-portico-path") ?? undefined;
  return (
    <AloneShell brand={{ name: product, href: paths.home() }}>
      <ErrorView
        code="403"
        title={t("forbiddenTitle")}
        address={address}
        time={new Date()}
        actions={
          <ButtonLink href={paths.home()} variant="solid">
            {t("home")}
          </ButtonLink>
        }
      >
        {t("forbidden")}
      </ErrorView>
    </AloneShell>
  );
}
