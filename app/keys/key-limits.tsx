import { useTranslations } from "next-intl";
import { Section } from "#components/shell/page.tsx";
import { formatDollars, formatElapsed, formatNumber, formatTurn } from "#components/ui/format.ts";
import { Kv } from "#components/ui/kv.tsx";
import { Meter } from "#components/ui/meter.tsx";
import type { KeyRow } from "#lib/domain/keys/data.ts";
import { limitNames } from "#lib/domain/keys/names.ts";
import { nextMonth } from "#lib/domain/usage/rules.ts";

/** How much of a key's limits of the month is used, and what it may a minute. */
export function KeyLimitMeters({
  apiKey: { limits, scopes },
  month,
}: {
  apiKey: Pick<KeyRow, "limits" | "scopes">;
  month: { requests: number; tokens: number; cost: number } | null;
}) {
  const t = useTranslations("keys.page");
  if (!scopes.includes("models:call")) return null;
  const now = new Date();
  const turn = nextMonth(now);
  const note = t("resets", { in: formatElapsed(turn.getTime() - now.getTime()), at: formatTurn(turn) });
  const cost = month?.cost ?? 0;
  return (
    <Section title={t("limits")}>
      <div className="grid gap-6">
        {limitNames.every((name) => limits[name] === null) && <p className="text-ink-2">{t("noLimits")}</p>}
        <Meter
          label={t("tokensMonth")}
          used={month?.tokens ?? 0}
          limit={limits.tokensPerMonth}
          unit={t("tokens")}
          note={note}
        />
        <Meter
          label={t("costMonth")}
          used={cost}
          limit={limits.costPerMonth}
          shown={{
            used: formatDollars(cost),
            limit: limits.costPerMonth === null ? "" : formatDollars(limits.costPerMonth),
          }}
          note={note}
        />
        {(limits.requestsPerMinute !== null || limits.tokensPerMinute !== null) && (
          <Kv
            small
            items={[
              [
                t("requestsMinute"),
                limits.requestsPerMinute !== null && formatNumber(limits.requestsPerMinute),
              ],
              [t("tokensMinute"), limits.tokensPerMinute !== null && formatNumber(limits.tokensPerMinute)],
            ]}
          />
        )}
      </div>
    </Section>
  );
}
