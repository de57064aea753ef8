"use client";

import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import type { WizardStep } from "#lib/domain/onboarding/rules.ts";

/** To the step before; what was done stays. */
export function Back({ to }: { to: WizardStep }) {
  const t = useTranslations("welcome.foot");
  return <ButtonLink href={paths.welcome(to)}>{t("back")}</ButtonLink>;
}
