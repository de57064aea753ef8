import { useTranslations } from "next-intl";
import { EmptyPage, Pager } from "#components/table/pager.tsx";
import type { Subject } from "#lib/domain/access/explain.ts";
import type { AccessQuery } from "#lib/domain/access/schema.ts";
import type { Page } from "#lib/infra/db/keyset.ts";
import type { AccessPlace } from "./place.ts";

/** Which parameters say where a list's page begins. */
const edges = {
  can: ["before", "after"],
  cannot: ["beforeNot", "afterNot"],
} as const;

/** The pages at the sides of one, with the question kept; nothing when it is the only one. */
export function Pages({
  place,
  query,
  page: { rows, newer, older },
  list = "can",
}: {
  place: AccessPlace;
  query: AccessQuery;
  page: Page<Subject>;
  list?: keyof typeof edges;
}) {
  const t = useTranslations("access.pages");
  const [before, after] = edges[list];
  const to = (change: Partial<AccessQuery>) =>
    place.href({ ...query, [before]: null, [after]: null, ...change });
  if (rows.length === 0 && (query[before] || query[after])) return <EmptyPage href={to({})} />;
  if (!newer && !older) return null;
  return (
    <Pager
      newer={newer && to({ [after]: newer })}
      older={older && to({ [before]: older })}
      words={{ previous: t("previous"), next: t("next"), pages: t(list) }}
    />
  );
}
