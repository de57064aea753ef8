"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { DoButton } from "#app/forms/do-button.tsx";
import { Select } from "#components/form/input.tsx";
import { tierIds } from "#lib/domain/tiers/rules.ts";
import { setTierAction } from "../../actions.ts";

type TierId = (typeof tierIds)[number];

/** The organization's tier, and another one in its place. */
export function TierForm({
  organizationId,
  name,
  tier,
}: {
  organizationId: string;
  name: string;
  tier: string;
}) {
  const t = useTranslations("platform.organization.tierForm");
  const tierName = useTranslations("common.tier");
  const [chosen, setChosen] = useState(tier as TierId);
  return (
    <span className="flex flex-wrap gap-2">
      <Select
        aria-label={t("label")}
        value={chosen}
        onChange={(event) => setChosen(event.target.value as TierId)}
        className="w-36"
      >
        {tierIds.map((id) => (
          <option key={id} value={id}>
            {tierName(id)}
          </option>
        ))}
      </Select>
      {chosen !== tier && (
        <DoButton
          action={setTierAction}
          input={{ organizationId, tier: chosen }}
          done={t("done", { name, tier: tierName(chosen) })}
        >
          {t("save")}
        </DoButton>
      )}
    </span>
  );
}
