"use client";

import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { startTransition, useState } from "react";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { ErrorView } from "#components/ui/error-view.tsx";
import { paths } from "./paths.ts";

export type Broken = { error: Error & { digest?: string }; reset: () => void };

/** A page that could not be made, whatever frame it is in. `digest` is what the server's log knows it by. */
export function BrokenView({ error, reset }: Broken) {
  const t = useTranslations("error");
  const router = useRouter();
  const address = usePathname();
  const [time] = useState(() => new Date());
  const again = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <ErrorView
      title={t("brokenTitle")}
      address={address}
      requestId={error.digest}
      time={time}
      copyLabel={t("copyRequest")}
      actions={
        <>
          <Button variant="solid" icon="redo" onClick={again}>
            {t("reload")}
          </Button>
          <ButtonLink href={paths.home()}>{t("home")}</ButtonLink>
        </>
      }
    >
      {t("broken")}
    </ErrorView>
  );
}
