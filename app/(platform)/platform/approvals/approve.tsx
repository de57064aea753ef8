"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { DoButton } from "#app/forms/do-button.tsx";
import { Field } from "#components/form/field.tsx";
import { Select } from "#components/form/input.tsx";
import { tierIds } from "#lib/domain/tiers/rules.ts";
import { approveRequestAction } from "../actions.ts";

type TierId = (typeof tierIds)[number];

/** Approves a request for an organization, with the tier it gets. */
export function Approve({ requestId, name, tier }: { requestId: string; name: string; tier: string }) {
  const t = useTranslations("platform.approvals.approve");
  const tierName = useTranslations("common.tier");
  const [chosen, setChosen] = useState(tier as TierId);
  return (
    <>
      <Field label={t("tier")} id={`tier-${requestId}`}>
        <Select value={chosen} onChange={(event) => setChosen(event.target.value as TierId)}>
          {tierIds.map((id) => (
            <option key={id} value={id}>
              {tierName(id)}
            </option>
          ))}
        </Select>
      </Field>
      <DoButton
        variant="solid"
        action={approveRequestAction}
        input={{ requestId, tier: chosen }}
        name={t("name", { name })}
        done={t("done", { name })}
      >
        {t("button")}
      </DoButton>
    </>
  );
}
