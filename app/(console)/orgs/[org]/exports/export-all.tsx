"use client";

import { useTranslations } from "next-intl";
import { DoButton } from "#app/forms/do-button.tsx";
import { exportOrganizationAction } from "./actions.ts";

/** Asks for everything the organization has, as one file. */
export function ExportAll({ place, allowed }: { place: { org: string }; allowed: boolean }) {
  const t = useTranslations("exports.all");
  return (
    <DoButton
      icon="down"
      action={(input: Record<string, never>, key?: string) => exportOrganizationAction(place, input, key)}
      input={{}}
      done={t("asked")}
      reason={!allowed && t("off")}
    >
      {t("button")}
    </DoButton>
  );
}
