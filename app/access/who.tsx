import Link from "next/link";
import { useTranslations } from "next-intl";
import { Sub } from "#components/table/table.tsx";
import { State } from "#components/ui/state.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { type Answer, roleOf, type Subject, subjectKey } from "#lib/domain/access/explain.ts";
import type { AccessPlace } from "./place.ts";

/** Can, can for now, or cannot: glyph and words. */
export function AnswerMark({ answer }: { answer: Answer }) {
  const t = useTranslations("access.answer");
  if (!answer.can) return <State kind="off">{t("cannot")}</State>;
  return answer.until ? <State kind="waiting">{t("now")}</State> : <State kind="done">{t("can")}</State>;
}

/** Somebody, with the role that counts; leads to all that they can. */
export function Who({ place, subject }: { place: AccessPlace; subject: Subject }) {
  const t = useTranslations("access");
  const held = roleOf(subject);
  const role = held ? t(`role.${held}`) : t(`noRole.${place.at}`);
  return (
    <>
      <Link
        prefetch={false}
        className="link font-mid wrap-anywhere"
        href={place.href({ by: "person", person: subjectKey(subject) })}
      >
        {subject.name}
      </Link>{" "}
      {subject.suspended && <Tag tone="warn">{t("suspended")}</Tag>}
      <Sub inline>
        {subject.kind === "person" || subject.kind === "bot"
          ? role
          : t("kindWithRole", { kind: t(`kind.${subject.kind}`), role })}
      </Sub>
    </>
  );
}
