import { useTranslations } from "next-intl";
import { Find } from "#app/forms/find.tsx";
import { paths } from "#app/paths.ts";
import { Section } from "#components/shell/page.tsx";
import { EmptyPage, Pager } from "#components/table/pager.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { State, type StateKind } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { TenantRow } from "#lib/domain/platform/data.ts";
import type { TenantFilter } from "#lib/domain/platform/schema.ts";
import type { Page } from "#lib/infra/db/keyset.ts";

/** One word for all projects of a tenant: the worst of them counts. */
function stateOf(tenant: TenantRow): { kind: StateKind; word: "none" | "ready" | "applying" | "trouble" } {
  if (tenant.projects === 0) return { kind: "queued", word: "none" };
  if (tenant.degraded > 0) return { kind: "failed", word: "trouble" };
  return tenant.ready < tenant.projects
    ? { kind: "starting", word: "applying" }
    : { kind: "done", word: "ready" };
}

/** The organizations, newest first, a page at a time. */
export function Tenants({ filter, page }: { filter: TenantFilter; page: Page<TenantRow> }) {
  const t = useTranslations("platform.tenants");
  const c = useTranslations("common");
  const { q, before, after } = filter;
  const { rows, newer, older } = page;
  return (
    <Section title={t("title")}>
      <div className="mb-2">
        <Find
          action={paths.platform()}
          q={q}
          clearHref={paths.platform()}
          words={{
            label: t("find.label"),
            placeholder: t("find.placeholder"),
            submit: t("find.submit"),
            found: t("find.found", { q }),
            clear: t("find.clear"),
          }}
        />
      </div>
      {rows.length === 0 && (before || after) ? (
        <EmptyPage href={paths.platform({ q })} />
      ) : rows.length === 0 ? (
        <Empty title={q ? t("noneTitle") : t("emptyTitle")}>{q ? t("none") : t("empty")}</Empty>
      ) : (
        <>
          <Table caption={t("caption")} rows="tall" plain>
            <TableHead>
              <HeadCell className="w-32">{t("head.state")}</HeadCell>
              <HeadCell>{t("head.organization")}</HeadCell>
              <HeadCell>{t("head.tier")}</HeadCell>
              <HeadCell num>{t("head.projects")}</HeadCell>
              <HeadCell num>{t("head.members")}</HeadCell>
              <HeadCell num>{t("head.running")}</HeadCell>
              <HeadCell num>{t("head.created")}</HeadCell>
            </TableHead>
            <TableBody>
              {rows.map((tenant) => {
                const { kind, word } = stateOf(tenant);
                return (
                  <Row key={tenant.id}>
                    <Cell first>
                      <State kind={kind}>{t(`state.${word}`)}</State>
                    </Cell>
                    <Cell first>
                      <strong>{tenant.displayName}</strong>
                      <Sub className="font-mono">{tenant.slug}</Sub>
                    </Cell>
                    <Cell dim>{c(`tier.${tenant.tier}`)}</Cell>
                    <Cell num label={t("projects")}>
                      {formatNumber(tenant.projects)}
                    </Cell>
                    <Cell num label={t("members")}>
                      {formatNumber(tenant.members)}
                    </Cell>
                    <Cell num label={t("running")}>
                      {formatNumber(tenant.running)}
                    </Cell>
                    <Cell num dim hide>
                      <Time at={tenant.createdAt} />
                    </Cell>
                  </Row>
                );
              })}
            </TableBody>
          </Table>
          <Pager
            summary={t("shown", { count: rows.length })}
            newer={newer && paths.platform({ q, after: newer })}
            older={older && paths.platform({ q, before: older })}
          />
        </>
      )}
    </Section>
  );
}
