import { useTranslations } from "next-intl";
import { ButtonLink } from "#components/ui/button.tsx";
import { formatMonth } from "#components/ui/format.ts";
import { monthsBeside, type Range } from "#lib/domain/usage/rules.ts";

/** The month that is shown, and the ways to those beside it, `earlier` ones where they have anything; with `file`, to what is shown as CSV. */
export function MonthChoice({
  range,
  earlier,
  link,
  file,
}: {
  range: Range;
  earlier: boolean;
  link: (month: string) => string;
  file: string | null;
}) {
  const t = useTranslations("usage");
  const { before, after } = monthsBeside(range);
  return (
    <nav aria-label={t("month")} className="flex flex-wrap items-center gap-2">
      {earlier && (
        <ButtonLink size="s" icon="prev" href={link(before)} scroll={false}>
          {formatMonth(before)}
        </ButtonLink>
      )}
      <span aria-current="true" className="px-1 font-mid">
        {formatMonth(range.from)}
      </span>
      {after && (
        <ButtonLink size="s" iconAfter="next" href={link(after)} scroll={false}>
          {formatMonth(after)}
        </ButtonLink>
      )}
      {file && (
        <ButtonLink size="s" icon="down" href={file} download>
          {t("file")}
        </ButtonLink>
      )}
    </nav>
  );
}
