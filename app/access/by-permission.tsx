import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Section } from "#components/shell/page.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { State } from "#components/ui/state.tsx";
import type { PortalAnswer } from "#lib/domain/access/answer.ts";
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
import type { AccessQuery } from "#lib/domain/access/schema.ts";
import { Chain } from "./chain.tsx";
import { Pages } from "./pages.tsx";
import type { AccessPlace } from "./place.ts";
import { AnswerMark, Who } from "./who.tsx";

type Answered = { subject: Subject; answer: Answer };
type Said = Extract<PortalAnswer, { by: "permission" }>;

/**
 * Who can do one thing, because of what; and who cannot, though one might expect it. Bots, whom the cluster alone names, stand
 * at the end of each list. `cluster` is what the cluster says of it.
 */
export function ByPermission({
  place,
  query,
  answer: { counts, can, cannot },
  bots,
  cluster,
}: {
  place: AccessPlace;
  query: AccessQuery;
  answer: Said;
  bots: readonly Subject[];
  cluster?: ReactNode;
}) {
  const t = useTranslations("access");
  const { permission } = query;
  const act = t(`act.${permission}`);
  const answered = (some: readonly Subject[]) =>
    some.map((subject) => ({ subject, answer: explain(subject, permission) }));
  const those = (able: boolean) => answered(bots).filter(({ answer }) => answer.can === able);
  const rowsOf = (page: Said["can"], able: boolean) => [
    ...answered(page.rows),
    ...(page.older === null ? those(able) : []),
  ];
  const able = rowsOf(can, true);
  const unable = rowsOf(cannot, false);
  const without = counts.reduce((sum, { can, count }) => sum + (can ? 0 : count), those(false).length);
  return (
    <>
      <Sentence counts={counts} bots={those(true).length} permission={permission} />
      {cluster}
      {able.length > 0 && (
        <Answers place={place} permission={permission} rows={able} caption={t("canCaption", { act })} />
      )}
      {able.length === 0 && can.newer === null && (
        <p className="border-y border-t-line-2 border-b-line py-4 text-ink-2">{t("nobody", { act })}</p>
      )}
      <Pages place={place} query={query} page={can} />
      <Section title={t("cannot")} note={formatNumber(without)}>
        <Answers
          place={place}
          permission={permission}
          rows={unable}
          caption={t("cannotCaption", { act })}
          platform={cannot.older === null}
        />
        <Pages place={place} query={query} page={cannot} list="cannot" />
      </Section>
    </>
  );
}

function Sentence({
  counts,
  bots,
  permission,
}: {
  counts: Said["counts"];
  bots: number;
  permission: Permission;
}) {
  const t = useTranslations("access");
  const format = useFormatter();
  const able = counts.filter(({ can }) => can);
  const count = (kind: Subject["kind"]) =>
    kind === "bot" ? bots : (able.find((row) => row.kind === kind)?.count ?? 0);
  const parts = (["person", "group", "bot", "key"] as const)
    .filter((kind) => kind === "person" || count(kind) > 0)
    .map((kind) => t(`count.${kind}`, { count: count(kind) }));
  const forNow = able.reduce((sum, row) => sum + row.forNow, 0);
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
  platform = false,
}: {
  place: AccessPlace;
  permission: Permission;
  rows: Answered[];
  caption: string;
  /** Whether the platform's own staff stands in the list. */
  platform?: boolean;
}) {
  const t = useTranslations("access");
  return (
    <Table caption={caption} rows="tall" plain>
      <TableHead>
        <HeadCell className="w-28">{t("head.answer")}</HeadCell>
        <HeadCell className="w-52">{t("head.who")}</HeadCell>
        <HeadCell>{t("head.because")}</HeadCell>
        <HeadCell hidden>{t("head.change")}</HeadCell>
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
            <Cell act>
              <Change href={place.change(subject, answer.because[0])} name={subject.name} />
            </Cell>
          </Row>
        ))}
        {platform && (
          <Row>
            <Cell>
              <State kind="off">{t("answer.cannot")}</State>
            </Cell>
            <Cell first>
              <span className="font-mid">{t("platform.who")}</span>
              <Sub inline>{t("role.none")}</Sub>
            </Cell>
            <Cell first dim>
              {t(`platform.${place.at}`)}
            </Cell>
            <Cell act />
          </Row>
        )}
      </TableBody>
    </Table>
  );
}

/** Leads to where somebody's role is given and taken. */
export function Change({ href, name }: { href: string | null; name: string }) {
  const t = useTranslations("access.change");
  return (
    href && (
      <ButtonLink href={href} size="s" variant="bare" prefetch={false} aria-label={t("of", { name })}>
        {t("change")}
      </ButtonLink>
    )
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
  if (answer.why) {
    const role = roleOf(subject);
    if (role === null && answer.why === "role") return t(`why.none.${place.at}`);
    return t(`why.${answer.why}`, { role: t(`role.${role ?? "none"}`), scope: scopeOf(permission) });
  }
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
