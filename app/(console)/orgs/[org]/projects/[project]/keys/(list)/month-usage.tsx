import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { MonthChoice } from "#app/usage/month-choice.tsx";
import { UsageTable } from "#app/usage/usage-table.tsx";
import { Section } from "#components/shell/page.tsx";
import { formatMonth } from "#components/ui/format.ts";
import type { Range, UsageRow, UsageSums } from "#lib/domain/usage/rules.ts";

/** What a project used of models in a month, by key and by model. Keys that the viewer does not see are one row. */
export function MonthUsage({
  place,
  range,
  by,
  total,
  earlier,
  link,
}: {
  place: { org: string; project: string };
  range: Range;
  by: Record<"key" | "model", readonly UsageRow[]>;
  total: UsageSums;
  /** Whether it used anything in earlier months. */
  earlier: boolean;
  /** The page's address with another month. */
  link: (month: string) => string;
}) {
  const t = useTranslations("usage");
  const month = formatMonth(range.from);
  const used = total.requests > 0;
  return (
    <Section title={t("used", { month })} note={t("note")}>
      <MonthChoice
        range={range}
        earlier={earlier}
        link={link}
        file={used ? paths.projectUsageFile(place, { month: range.from.slice(0, 7) }) : null}
      />
      {used ? (
        <div className="mt-3 grid gap-6">
          <UsageTable
            by="key"
            rows={by.key}
            total={total}
            href={(key) => (key ? paths.projectKey({ ...place, key }) : undefined)}
          />
          <UsageTable by="model" rows={by.model} total={total} />
        </div>
      ) : (
        <p className="mt-3 text-ink-2">{t("emptyText", { month })}</p>
      )}
    </Section>
  );
}
