import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { AloneShell } from "#components/shell/alone-shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { ErrorView } from "#components/ui/error-view.tsx";
import { AnotherAccount } from "./another-account.tsx";
import { paths } from "./paths.ts";
import { product } from "./product.ts";

/** For what does not exist and for what is somebody else's: the same words. */
export default async function NotFound() {
  const [t, incoming] = await Promise.all([getTranslations("error"), headers()]);
  const address = incoming.get("x-portico-path") ?? undefined;
  return (
    <AloneShell brand={{ name: product, href: paths.home() }}>
      <ErrorView
        code="404"
        title={t("notFoundTitle")}
        address={address}
        requestId={incoming.get("x-portico-request") ?? undefined}
        copyLabel={t("copyRequest")}
        time={new Date()}
        help={t("notFoundHelp")}
        actions={
          <>
            <ButtonLink href={paths.home()} variant="solid">
              {t("home")}
            </ButtonLink>
            <AnotherAccount address={address} />
          </>
        }
      >
        {t("notFound")}
      </ErrorView>
    </AloneShell>
  );
}
