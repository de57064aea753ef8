import Link from "next/link";
import { useTranslations } from "next-intl";
import { AuditTable } from "#app/audit/audit-table.tsx";
import { DayChart } from "#components/chart/day-chart.tsx";
import { Section, TwoColumns } from "#components/shell/page.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { Note } from "#components/ui/note.tsx";
import { Time } from "#components/ui/time.tsx";
import { daysOf, rangeOf } from "#lib/domain/usage/rules.ts";
import type { AuditAt } from "./audit-at.ts";
import { KeyCalls } from "./key-calls.tsx";
import { KeyFacts } from "./key-facts.tsx";
import { KeyLimitMeters } from "./key-limits.tsx";
import { KeySecrets } from "./key-secrets.tsx";
import type { KeyPageData } from "./read-key.ts";

/** What the page of a key shows below its head, whoever's it is. */
export function KeyView({
  org,
  data,
  mayEnd,
  auditAt,
}: {
  org: string | null;
  data: KeyPageData;
  mayEnd: boolean;
  auditAt: AuditAt;
}) {
  const t = useTranslations("keys.page");
  const { key, secrets, used, month, calls, audit, acts } = data;
  const days = daysOf(rangeOf());
  const series = days.map((day, index) => ({ day, value: used?.series[index] ?? 0 }));
  const sum = series.reduce((all, { value }) => all + value, 0);

  return (
    <>
      {key.leakReportedAt && (
        <Note kind="failed" className="mb-5" after={<Time at={key.leakReportedAt} />}>
          {t("leaked", { source: key.leakSource ?? t("somewhere") })}{" "}
          {key.revokedAt ? t("leakedRevoked") : t("leakedOpen")}
        </Note>
      )}
      <TwoColumns
        aside={
          <>
            <KeyLimitMeters apiKey={key} month={month} />
            <KeyFacts org={org} apiKey={key} />
          </>
        }
      >
        {key.kind !== "platform" && (
          <Section
            title={t("requests")}
            note={t("requestsSum", { sum: formatNumber(sum), today: formatNumber(used?.today ?? 0) })}
          >
            {sum === 0 ? (
              <p className="text-ink-2">{t("noRequests")}</p>
            ) : (
              <DayChart
                days={series}
                words={{
                  label: t("requests"),
                  day: t("day"),
                  value: t("requestsUnit"),
                  asTable: t("asTable"),
                  asChart: t("asChart"),
                  hint: t("chartHint"),
                }}
              />
            )}
          </Section>
        )}
        {calls.length > 0 && (
          <Section title={t("calls")} note={t("callsNote", { count: calls.length })}>
            <KeyCalls calls={calls} />
          </Section>
        )}
        <Section title={t("secrets")}>
          <KeySecrets org={org} keyId={key.id} secrets={secrets} mayEnd={mayEnd} />
        </Section>
        {acts && (
          <Section
            title={t("acts")}
            note={t("actsNote")}
            action={
              audit && (
                <Link className="link" href={auditAt({ who: key.id })}>
                  {t("auditAll")}
                </Link>
              )
            }
          >
            {acts.length === 0 ? (
              <p className="text-ink-2">{t("noActs")}</p>
            ) : (
              <AuditTable
                caption={t("acts")}
                rows={acts}
                linkTo={audit && ((row) => `${auditAt({ who: key.id, row })}#row`)}
              />
            )}
          </Section>
        )}
        {audit && (
          <Section
            title={t("audit")}
            action={
              <Link className="link" href={auditAt({ q: key.id })}>
                {t("auditAll")}
              </Link>
            }
          >
            {audit.length === 0 ? (
              <p className="text-ink-2">{t("noAudit")}</p>
            ) : (
              <AuditTable rows={audit} linkTo={(row) => `${auditAt({ q: key.id, row })}#row`} />
            )}
          </Section>
        )}
      </TwoColumns>
    </>
  );
}
