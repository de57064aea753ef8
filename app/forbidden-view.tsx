"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ButtonLink } from "#components/ui/button.tsx";
import { ErrorView } from "#components/ui/error-view.tsx";
import { paths } from "./paths.ts";

/** Why a page was refused, in words, and where to go instead. */
export type RefusalSaid = { text: string; requestId: string | null; back: { href: string; name: string } };

/**
 * That a role is too low for a page. Which role, which permission and who can give it is asked for when it is shown: Next makes
 * this view beside every page, and few of them are refused.
 */
export function ForbiddenView({ address, time }: { address?: string; time: Date }) {
  const t = useTranslations("error");
  const [said, setSaid] = useState<RefusalSaid | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    fetch(paths.api.refusal(address ?? ""), { signal: gone.signal })
      .then(async (answer) => answer.ok && setSaid(await answer.json()))
      // What stands here already is true without it.
      .catch(() => {});
    return () => gone.abort();
  }, [address]);
  return (
    <ErrorView
      code="403"
      title={t("forbiddenTitle")}
      address={address}
      requestId={said?.requestId ?? undefined}
      copyLabel={t("copyRequest")}
      time={time}
      help={said?.requestId && t("forbiddenHelp")}
      actions={
        <>
          <ButtonLink href={paths.home()} variant="solid">
            {t("home")}
          </ButtonLink>
          {said && <ButtonLink href={said.back.href}>{t("back", { place: said.back.name })}</ButtonLink>}
        </>
      }
    >
      <span aria-live="polite">{said?.text ?? t("forbidden")}</span>
    </ErrorView>
  );
}
