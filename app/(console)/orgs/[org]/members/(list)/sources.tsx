import { useTranslations } from "next-intl";
import { Sub } from "#components/table/table.tsx";
import { formatDate } from "#components/ui/format.ts";
import type { Source } from "#lib/domain/members/data.ts";

/** Where a role comes from, where that is not simply "given, without an end": the group, the last day, other roles held. */
export function Sources({ sources, role }: { sources: Source[]; role: string | null }) {
  const t = useTranslations("members");
  const name = useTranslations("common.role");
  return sources
    .filter((source) => source.group !== null || source.until !== null || source.role !== role)
    .map((source) => (
      <Sub key={`${source.group} ${source.role}`} className="wrap-anywhere">
        {source.group
          ? t("byGroup", { group: source.group, role: name(source.role) })
          : source.until
            ? t("until", { date: formatDate(source.until), role: name(source.role) })
            : t("given", { role: name(source.role) })}
      </Sub>
    ));
}
