import { useTranslations } from "next-intl";
import { Paged } from "#components/table/paged.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import type { AuditDetail, AuditRow } from "#lib/domain/audit/data.ts";
import type { AuditFilter } from "#lib/domain/audit/schema.ts";
import type { Page } from "#lib/infra/db/keyset.ts";
import { AuditTable } from "./audit-table.tsx";
import { AuditFilters } from "./filters.tsx";
import { RowFacts } from "./row-facts.tsx";

/** The log with its filters, and the row that is open. `address` makes the page's own address from filters. */
export function AuditView({
  filter,
  page,
  row,
  places,
  address,
}: {
  filter: AuditFilter;
  page: Page<AuditRow>;
  row: AuditDetail | null;
  places: "project" | "organization" | null;
  address: (query: Record<string, string | null>) => string;
}) {
  const t = useTranslations("audit");
  const { before, after, row: open, ...query } = filter;
  const narrowed = Object.values(query).some(Boolean);
  const link = (change: Record<string, string | null>) => address({ ...query, ...change });
  return (
    <>
      <AuditFilters action={address({})} filter={query} places={places} narrowed={narrowed} />
      {open && (
        <RowFacts
          row={row}
          number={open}
          closeHref={link({ before, after })}
          requestHref={(request) => address({ request })}
        />
      )}
      <Paged
        page={page}
        at={{ before, after }}
        link={link}
        summary={t("table.shown", { count: page.rows.length })}
        empty={
          <Empty
            title={narrowed ? t("noneTitle") : t("emptyTitle")}
            action={narrowed && <ButtonLink href={address({})}>{t("noneAction")}</ButtonLink>}
          >
            {narrowed ? t("none") : t("empty")}
          </Empty>
        }
      >
        <AuditTable
          rows={page.rows}
          open={open}
          places={places}
          linkTo={(id) => `${link({ before, after, row: id })}#row`}
        />
      </Paged>
    </>
  );
}
