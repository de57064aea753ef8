import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { type Subject, subjectKey } from "#lib/domain/access/explain.ts";
import type { AccessQuery } from "#lib/domain/access/schema.ts";
import type { Page } from "#lib/infra/db/keyset.ts";
import { Pages } from "./pages.tsx";
import type { AccessPlace } from "./place.ts";
import { Who } from "./who.tsx";

/** Everybody who can be asked about at a place, a page at a time, or those whose name or address begins so. */
export function Everybody({
  place,
  query,
  page,
  bots,
}: {
  place: AccessPlace;
  query: AccessQuery;
  page: Page<Subject>;
  bots: readonly Subject[];
}) {
  const t = useTranslations("access");
  const deep = Boolean(query.before || query.after);
  const last = page.older === null && (page.rows.length > 0 || !deep);
  const subjects = [...page.rows, ...(last ? bots.filter(({ name }) => name.startsWith(query.q)) : [])];
  return (
    <div className="pt-4">
      {subjects.length === 0 ? (
        !deep && <Empty title={t("nobodyTitle", { q: query.q })}>{t("nobodyText")}</Empty>
      ) : (
        <Table caption={t("everybodyCaption")} rows="tall" plain>
          <TableHead>
            <HeadCell className="w-64">{t("head.who")}</HeadCell>
            <HeadCell>{t("head.known")}</HeadCell>
          </TableHead>
          <TableBody>
            {subjects.map((subject) => (
              <Row key={subjectKey(subject)}>
                <Cell first>
                  <Who place={place} subject={subject} />
                </Cell>
                <Cell first dim className="wrap-anywhere">
                  {subject.detail}
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
      <Pages place={place} query={query} page={page} />
    </div>
  );
}
