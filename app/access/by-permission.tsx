import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Section } from "#components/shell/page.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { formatNumber } from "#components/ui/format.ts";
import {
  type Answer,
  clusterResource,
  explain,
  roleOf,
  type Subject,
  subjectKey,
  verbOf,
} from "#lib/domain/access/explain.ts";
import { type Permission, scopeOf } from "#lib/domain/access/permissions.ts";
import { Chain } from "./chain.tsx";
import type { AccessPlace } from "./place.ts";
import { AnswerMark, Who } from "./who.tsx";

type Answered = { subject: Subject; answer: Answer };

/** Who can do one thing, because of what; and who cannot, though they have a role. `cluster` is what the cluster says of it. */
export function ByPermission({
  place,
  permission,
  subjects,
  cluster,
}: {
  place: AccessPlace;
  permission: Permission;
  subjects: Subject[];
  cluster?: ReactNode;
}) {
  const t = useTranslations("access");
  const act = t(`act.${permission}`);
  const answered = subjects.map((subject) => ({ subject, answer: explain(subject, permission) }));
  const able = answered.filter(({ answer }) => answer.can);
  const unable = answered.filter(({ answer }) => !answer.can);
  return (
    <>
      <Sentence able={able} permission={permission} />
      {cluster}
      {able.length === 0 ? (
        <p className="border-y border-t-line-2 border-b-line py-4 text-ink-2">{t("nobody", { act })}</p>
      ) : (
        <Answers place={place} permission={permission} rows={able} caption={t("canCaption", { act })} />
      )}
      {unable.length > 0 && (
        <Section title={t("cannot")} note={formatNumber(unable.length)}>
          <Answers
            place={place}
            permission={permission}
            rows={unable}
            caption={t("cannotCaption", { act })}
          />
        </Section>
      )}
    </>
  );
}

function Sentence({ able, permission }: { able: Answered[]; permission: Permission }) {
  const t = useTranslations("access");
  const format = useFormatter();
  const count = (kind: Subject["kind"]) => able.filter(({ subject }) => subject.kind === kind).length;
  const parts = (["person", "group", "bot", "token"] as const)
    .filter((kind) => kind === "person" || count(kind) > 0)
    .map((kind) => t(`count.${kind}`, { count: count(kind) }));
  const forNow = able.filter(({ answer }) => answer.until).length;
  const verb = verbOf(permission);
  return (
    <p className="py-4 text-base text-pretty">
      <strong className="inline-block first-letter:uppercase">{format.list(parts)}.</strong>{" "}
      <span className="text-ink-2">
        {forNow > 0 && `${t("forNow", { count: forNow })} `}
        {t("permissionIs")} <code>{permission}</code>
        {verb && (
          <>
            {t("inCluster")}{" "}
            <code className="wrap-anywhere">
              {verb} {clusterResource.resource}.{clusterResource.group}
            </code>
          </>
        )}
        .
      </span>
    </p>
  );
}

function Answers({
  place,
  permission,
  rows,
  caption,
}: {
  place: AccessPlace;
  permission: Permission;
  rows: Answered[];
  caption: string;
}) {
  const t = useTranslations("access");
  return (
    <Table caption={caption} rows="tall" plain>
      <TableHead>
        <HeadCell className="w-28">{t("head.answer")}</HeadCell>
        <HeadCell className="w-52">{t("head.who")}</HeadCell>
        <HeadCell>{t("head.because")}</HeadCell>
      </TableHead>
      <TableBody>
        {rows.map(({ subject, answer }) => (
          <Row key={subjectKey(subject)}>
            <Cell>
              <AnswerMark answer={answer} />
            </Cell>
            <Cell first>
              <Who place={place} subject={subject} />
            </Cell>
            <Cell first dim={!answer.can}>
              <Because place={place} subject={subject} answer={answer} permission={permission} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

/** The chain of each grant that allows it, or why nothing does. */
export function Because({
  place,
  subject,
  answer,
  permission,
}: {
  place: AccessPlace;
  subject: Subject;
  answer: Answer;
  permission: Permission;
}) {
  const t = useTranslations("access");
  if (answer.why)
    return t(`why.${answer.why}`, {
      role: t(`role.${roleOf(subject) ?? "none"}`),
      scope: scopeOf(permission),
    });
  return (
    <div className="grid gap-2">
      {answer.because.map((grant) => (
        <Chain
          key={`${grant.at} ${grant.role} ${grant.group} ${grant.until?.getTime()}`}
          place={place}
          subject={subject}
          grant={grant}
          permission={permission}
        />
      ))}
    </div>
  );
}
