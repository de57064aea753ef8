"use client";

import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { startTransition, useState } from "react";
import { AloneShell } from "#components/shell/alone-shell.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { ErrorView } from "#components/ui/error-view.tsx";
import { paths } from "./paths.ts";

/** For a page that could not be made. The digest names the entry in the server's log. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations("common");
  const router = useRouter();
  const address = usePathname();
  const [time] = useState(() => new Date());
  const again = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <AloneShell brand={{ name: t("product"), href: paths.home() }}>
      <ErrorView
        title={t("error.brokenTitle")}
        address={address}
        requestId={error.digest}
        copyLabel={t("copyRequest")}
        time={time}
        actions={
          <>
            <Button variant="solid" icon="redo" onClick={again}>
              {t("error.reload")}
            </Button>
            <ButtonLink href={paths.home()}>{t("goHome")}</ButtonLink>
          </>
        }
      >
        {t("error.broken")}
      </ErrorView>
    </AloneShell>
  );
}
