import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { explain, permissionsAt, resourceOf, type Subject, subjectKey } from "#lib/domain/access/explain.ts";
import type { AccessPlace } from "./place.ts";
import { AnswerMark, Who } from "./who.tsx";

/** Who can do what with one kind of thing: everybody with a role, each act a column. */
export function ByResource({
  place,
  resource,
  subjects,
}: {
  place: AccessPlace;
  resource: string;
  subjects: Subject[];
}) {
  const t = useTranslations("access");
  const permissions = permissionsAt(place.at).filter((permission) => resourceOf(permission) === resource);
  return (
    <div className="pt-4">
      <Table caption={t("resourceCaption", { thing: t(`thing.${resource}`) })} rows="tall" plain>
        <TableHead>
          <HeadCell className="w-52">{t("head.who")}</HeadCell>
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
    </div>
  );
}
