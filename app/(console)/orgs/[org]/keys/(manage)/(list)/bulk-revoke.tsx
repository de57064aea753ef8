"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { SelectionBar, useSelection } from "#components/table/selection.tsx";
import { Button } from "#components/ui/button.tsx";

/** Leads from the chosen rows to the list of what a revocation would end. `keys` are those of the page that work. */
export function BulkRevoke({ org, keys }: { org: string; keys: readonly { id: string; prefix: string }[] }) {
  const t = useTranslations("keys.bulk");
  const router = useRouter();
  const { chosen } = useSelection();
  const prefixes = keys.filter(({ id }) => chosen.includes(id)).map(({ prefix }) => prefix);
  return (
    <SelectionBar>
      <Button
        size="s"
        variant="danger"
        onClick={() => router.push(paths.revokeKeys({ org }, { prefixes: prefixes.join(",") }))}
        reason={prefixes.length === 0 && t("ended", { count: chosen.length })}
        reasonAt="before"
      >
        {t("open", { count: prefixes.length })}
      </Button>
    </SelectionBar>
  );
}
