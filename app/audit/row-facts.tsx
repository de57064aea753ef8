import Link from "next/link";
import { useTranslations } from "next-intl";
import { Section } from "#components/shell/page.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { CodeId } from "#components/ui/code-id.tsx";
import { DASH } from "#components/ui/format.ts";
import { Kv } from "#components/ui/kv.tsx";
import { State } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { AuditDetail } from "#lib/domain/audit/data.ts";

/** Everything that is kept of one row. Null for a row that is not there, which is said. */
export function RowFacts({
  row,
  number,
  closeHref,
  requestHref,
}: {
  row: AuditDetail | null;
  number: string;
  closeHref: string;
  requestHref: (request: string) => string;
}) {
  const t = useTranslations("audit.row");
  const w = useTranslations("audit");
  const close = (
    <ButtonLink size="s" variant="bare" href={closeHref} scroll={false}>
      {t("close")}
    </ButtonLink>
  );
  if (!row)
    return (
      <Section id="row" title={t("title", { seq: number })} action={close} className="mb-8">
        <p className="text-ink-2">{t("missing")}</p>
      </Section>
    );
  const { changes, rest } = partsOf(row.detail);
  return (
    <Section id="row" title={t("title", { seq: row.seq })} action={close} className="mb-8">
      <div className="grid gap-x-10 gap-y-4 lg:grid-cols-2">
        <Kv
          items={[
            [t("action"), <CodeId key="action">{row.action}</CodeId>],
            [
              t("outcome"),
              <State key="outcome" kind={row.outcome === "refused" ? "off" : "done"}>
                {w(`outcome.${row.outcome}`)}
              </State>,
            ],
            [t("reason"), row.reason],
            [t("target"), targetOf(row)],
            [t("organization"), row.organization],
            [t("project"), row.project],
            [t("who"), `${row.actorName} (${t(`kind.${row.actorKind}`)})`],
            [t("as"), row.asUserId && <CodeId key="as">{row.asUserId}</CodeId>],
          ]}
        />
        <Kv
          items={[
            [t("at"), <Time key="at" at={row.at} as="exact" />],
            [t("via"), w(`via.${row.via}`)],
            [t("address"), row.address],
            [
              t("request"),
              <span key="request" className="inline-flex flex-wrap gap-x-3">
                <CodeId>{row.requestId}</CodeId>
                <Link href={requestHref(row.requestId)} prefetch={false} scroll={false} className="link">
                  {t("sameRequest")}
                </Link>
              </span>,
            ],
            [t("seal"), row.sealed ? t("sealed") : t("unsealed")],
            [
              t("hash"),
              <CodeId key="hash" short={`${row.hash.slice(0, 16)}…`}>
                {row.hash}
              </CodeId>,
            ],
          ]}
        />
      </div>
      {changes.length > 0 && <Changes changes={changes} />}
      {rest && (
        <>
          <h3 className="mt-4 mb-1 font-mid">{t("detail")}</h3>
          <pre className="rounded-2 bg-sunken p-3 font-mono text-xs wrap-anywhere whitespace-pre-wrap">
            {JSON.stringify(rest, null, 2)}
          </pre>
        </>
      )}
    </Section>
  );
}

function Changes({ changes }: { changes: Change[] }) {
  const t = useTranslations("audit.row");
  return (
    <div className="mt-4">
      <Table caption={t("changes")} plain>
        <TableHead>
          <HeadCell>{t("field")}</HeadCell>
          <HeadCell>{t("before")}</HeadCell>
          <HeadCell>{t("after")}</HeadCell>
        </TableHead>
        <TableBody>
          {changes.map(({ field, before, after }) => (
            <Row key={field}>
              <Cell first mono>
                {field}
              </Cell>
              <Cell label={t("before")} className="wrap-anywhere">
                {before}
              </Cell>
              <Cell label={t("after")} className="wrap-anywhere">
                {after}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

type Change = { field: string; before: string; after: string };

/** What changed, field by field, and whatever else the row says. */
function partsOf(detail: unknown): { changes: Change[]; rest: object | null } {
  if (!isObject(detail)) return { changes: [], rest: null };
  const { before, after, ...others } = detail;
  const [was, is] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  const changes = fields.map((field) => ({ field, before: shown(was[field]), after: shown(is[field]) }));
  return { changes, rest: Object.keys(others).length > 0 ? others : null };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const shown = (value: unknown): string =>
  value === null || value === undefined ? DASH : typeof value === "string" ? value : JSON.stringify(value);

function targetOf({ targetKind, targetName, targetId }: AuditDetail): string | null {
  const name = targetName ?? targetId;
  return name && targetKind ? `${name} (${targetKind})` : (name ?? targetKind);
}
