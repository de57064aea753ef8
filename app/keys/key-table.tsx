import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Sparkline } from "#components/chart/sparkline.tsx";
import { cx } from "#components/cx.ts";
import { SelectAll, SelectRow } from "#components/table/selection.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { formatDate, formatDay, formatNumber } from "#components/ui/format.ts";
import { Time } from "#components/ui/time.tsx";
import type { KeyRow } from "#lib/domain/keys/data.ts";
import { shownStateOf } from "#lib/domain/keys/list.ts";
import type { KeyUsage } from "#lib/domain/usage/data.ts";
import { KeyStateMark } from "./key-state.tsx";
import { KeyMay, KeyOwner } from "./key-words.tsx";

const quiet: readonly number[] = Array.from({ length: 30 }, () => 0);

/**
 * Keys with what tells them apart: never the secret. `place` says where a key is for; `select` puts a box before each row.
 */
export function KeyTable<Key extends KeyRow>({
  keys,
  usage,
  href,
  place,
  owner = true,
  ownerHref,
  action,
  select = false,
}: {
  keys: readonly Key[];
  /** Null where it is not told. */
  usage: ReadonlyMap<string, KeyUsage> | null;
  /** The page of a key; null for one that has none. */
  href: (apiKey: Key) => string | null;
  place?: { head: string; of: (apiKey: Key) => ReactNode };
  /** Whether it is said whose they are. */
  owner?: boolean;
  /** The list of one owner's keys. */
  ownerHref?: (apiKey: Key) => string | undefined;
  action: (apiKey: Key, used: KeyUsage | null) => ReactNode;
  select?: boolean;
}) {
  const t = useTranslations("keys");
  // The boxes take the place of a column that a key's own page has too.
  const made = select ? "max-[88rem]:hidden" : undefined;
  return (
    <Table caption={t("caption")} rows="tall">
      <TableHead>
        {select && <SelectAll />}
        <HeadCell>{t("head.state")}</HeadCell>
        <HeadCell>{t("head.name")}</HeadCell>
        <HeadCell>{t("head.may")}</HeadCell>
        <HeadCell>{owner ? t("head.owner") : place?.head}</HeadCell>
        <HeadCell className={made}>{t("head.made")}</HeadCell>
        <HeadCell>{t("head.used")}</HeadCell>
        <HeadCell>{t("head.ends")}</HeadCell>
        {usage && (
          <>
            <HeadCell>{t("head.requests")}</HeadCell>
            <HeadCell num hidden>
              {t("head.sum")}
            </HeadCell>
          </>
        )}
        <HeadCell hidden>{t("head.actions")}</HeadCell>
      </TableHead>
      <TableBody>
        {keys.map((apiKey) => {
          const used = usage?.get(apiKey.id) ?? null;
          const at = href(apiKey);
          const cells = (
            <>
              <Cell first>
                <KeyStateMark state={shownStateOf(apiKey)} />
              </Cell>
              <Cell first className="md:min-w-44">
                {at ? (
                  <Link href={at} prefetch={false} className="quiet-link font-mid wrap-anywhere">
                    {apiKey.name}
                  </Link>
                ) : (
                  <span className="font-mid wrap-anywhere">{apiKey.name}</span>
                )}
                <Sub className={select ? undefined : "min-[88rem]:whitespace-nowrap"}>
                  <span className="font-mono whitespace-nowrap">
                    {apiKey.prefix}…{apiKey.lastFour}
                  </span>
                  <KeyNews apiKey={apiKey} />
                </Sub>
              </Cell>
              <Cell hide>
                <KeyMay apiKey={apiKey} />
              </Cell>
              <Cell dim clip>
                {owner && <KeyOwner apiKey={apiKey} href={ownerHref?.(apiKey)} maker={!place} />}
                {place && (owner ? <Sub inline>{place.of(apiKey)}</Sub> : place.of(apiKey))}
              </Cell>
              <Cell dim hide className={made}>
                <Time at={apiKey.createdAt} as="day" />
              </Cell>
              <Cell label={t("folded.used")}>
                {apiKey.lastUsedAt ? <Time at={apiKey.lastUsedAt} /> : t("unused")}
              </Cell>
              <Cell label={t(apiKey.revokedAt ? "folded.revoked" : "folded.ends")}>
                <Time at={apiKey.revokedAt ?? apiKey.expiresAt} />
                <Sub className="num whitespace-nowrap max-md:hidden">
                  {formatDate(apiKey.revokedAt ?? apiKey.expiresAt)}
                </Sub>
              </Cell>
              {usage && (
                <>
                  {/* A key of the platform calls no models. */}
                  <Cell hide>{apiKey.kind !== "platform" && <KeySparkline used={used} />}</Cell>
                  <Cell num dim hide>
                    {apiKey.kind !== "platform" && formatNumber(sumOf(used))}
                  </Cell>
                </>
              )}
              <Cell
                act
                className={cx("max-md:absolute max-md:top-1.5", select ? "max-md:right-7" : "max-md:right-0")}
              >
                {action(apiKey, used)}
              </Cell>
            </>
          );
          return select ? (
            <SelectRow key={apiKey.id} id={apiKey.id} label={t("choose", { name: apiKey.name })}>
              {cells}
            </SelectRow>
          ) : (
            <Row key={apiKey.id}>{cells}</Row>
          );
        })}
      </TableBody>
    </Table>
  );
}

const sumOf = (used: KeyUsage | null) => (used?.series ?? quiet).reduce((sum, one) => sum + one, 0);

/** Requests of the last thirty days, as columns and in words. */
function KeySparkline({ used }: { used: KeyUsage | null }) {
  const t = useTranslations("keys");
  const series = used?.series ?? quiet;
  const label = used
    ? t("requests", {
        sum: formatNumber(sumOf(used)),
        most: formatNumber(Math.max(...series)),
        today: formatNumber(used.today),
      })
    : t("noRequests");
  return <Sparkline values={series} label={label} />;
}

/** What stands after the prefix: until when the secret before works, who disabled it, that it was found elsewhere. */
function KeyNews({
  apiKey: { overlap, disabledBy, disabledAt, revokedAt, leakReportedAt },
}: {
  apiKey: KeyRow;
}) {
  const t = useTranslations("keys.news");
  const news = leakReportedAt
    ? t("leaked")
    : overlap && !revokedAt
      ? t.rich("overlap", { when: () => <Time at={overlap.endsAt} /> })
      : disabledAt && !revokedAt
        ? t("disabled", { name: disabledBy ?? t("somebody"), day: formatDay(disabledAt) })
        : null;
  return news && <span className={leakReportedAt ? "text-bad" : undefined}> · {news}</span>;
}
