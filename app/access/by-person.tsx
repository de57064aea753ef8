import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { explain, permissionsAt, type Subject } from "#lib/domain/access/explain.ts";
import { Because } from "./by-permission.tsx";
import type { AccessPlace } from "./place.ts";
import { AnswerMark } from "./who.tsx";

/** Everything that can be done here, and whether one of them can, because of what. */
export function ByPerson({ place, subject }: { place: AccessPlace; subject: Subject | undefined }) {
  const t = useTranslations("access");
  if (!subject)
    return (
      <div className="pt-4">
        <Empty title={t("choosePerson")}>{t("choosePersonText")}</Empty>
      </div>
    );
  return (
    <div className="pt-4">
      <Table caption={t("personCaption", { name: subject.name })} rows="tall" plain>
        <TableHead>
          <HeadCell className="w-28">{t("head.answer")}</HeadCell>
          <HeadCell className="w-64">{t("head.act")}</HeadCell>
          <HeadCell>{t("head.because")}</HeadCell>
        </TableHead>
        <TableBody>
          {permissionsAt(place.at).map((permission) => {
            const answer = explain(subject, permission);
            return (
              <Row key={permission}>
                <Cell>
                  <AnswerMark answer={answer} />
                </Cell>
                <Cell first>
                  <span className="block first-letter:uppercase">{t(`act.${permission}`)}</span>
                </Cell>
                <Cell first dim={!answer.can}>
                  <Because place={place} subject={subject} answer={answer} permission={permission} />
                </Cell>
              </Row>
            );
          })}
        </TableBody>
      </Table>
    </div>
  );
}
