import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import type { Reach } from "#lib/domain/access/answer.ts";
import { explain, permissionsAt, type Subject } from "#lib/domain/access/explain.ts";
import type { AccessQuery } from "#lib/domain/access/schema.ts";
import { Because, Change } from "./by-permission.tsx";
import type { AccessPlace } from "./place.ts";
import { ReachOf } from "./reach.tsx";
import { AnswerMark } from "./who.tsx";

/** Everything that can be done here, and whether one of them can, because of what; then what else they have. */
export function ByPerson({
  place,
  query,
  subject,
  reach,
}: {
  place: AccessPlace;
  query: AccessQuery;
  subject: Subject | null;
  reach: Reach | null;
}) {
  const t = useTranslations("access");
  if (!subject)
    return (
      <div className="pt-4">
        <Empty
          title={t("goneTitle")}
          action={<ButtonLink href={place.href({ by: query.by })}>{t("goneAction")}</ButtonLink>}
        >
          {t("gone")}
        </Empty>
      </div>
    );
  return (
    <>
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
        <p className="pt-3">
          <Change href={place.change(subject, subject.grants[0])} name={subject.name} />
        </p>
      </div>
      {reach && <ReachOf place={place} name={subject.name} reach={reach} />}
    </>
  );
}
