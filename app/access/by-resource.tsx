import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { explain, permissionsAt, resourceOf, type Subject, subjectKey } from "#lib/domain/access/explain.ts";
import type { AccessQuery } from "#lib/domain/access/schema.ts";
import type { Page } from "#lib/infra/db/keyset.ts";
import { Pages } from "./pages.tsx";
import type { AccessPlace } from "./place.ts";
import { AnswerMark, Who } from "./who.tsx";

/** Who can do what with one kind of thing: everybody with a role, each act a column. */
export function ByResource({
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
  const { resource } = query;
  const subjects = [...page.rows, ...(page.older === null ? bots : [])];
  const permissions = permissionsAt(place.at).filter((permission) => resourceOf(permission) === resource);
  return (
    <div className="pt-4">
      <Table caption={t("resourceCaption", { thing: t(`thing.${resource}`) })} rows="tall" plain>
        <TableHead>
          <HeadCell className="w-52 align-bottom">{t("head.who")}</HeadCell>
          {permissions.map((permission) => (
            <HeadCell key={permission} className="align-bottom">
              <span className="block first-letter:uppercase">{t(`act.${permission}`)}</span>
            </HeadCell>
          ))}
        </TableHead>
        <TableBody>
          {subjects.map((subject) => (
            <Row key={subjectKey(subject)}>
              <Cell first>
                <Who place={place} subject={subject} />
              </Cell>
              {permissions.map((permission) => (
                <Cell key={permission} label={t(`act.${permission}`)}>
                  <AnswerMark answer={explain(subject, permission)} />
                </Cell>
              ))}
            </Row>
          ))}
        </TableBody>
      </Table>
      <Pages place={place} query={query} page={page} />
    </div>
  );
}
