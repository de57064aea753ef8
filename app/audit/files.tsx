import { useTranslations } from "next-intl";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Section } from "#components/shell/page.tsx";
import type { ExportRow } from "#lib/domain/exports/data.ts";
import { ExportTable } from "./export-table.tsx";

type Props = { owner: string; rows: ExportRow[]; hrefOf: (id: string) => string };

/** The files of a log that has no page of files of its own; follows them while they are made. */
export function LogFiles(props: Props) {
  const t = useTranslations("exports");
  return (
    <>
      <LiveRefresh topics={["exports"]} />
      {props.rows.length > 0 && (
        <Section title={t("files")} note={t("lead")}>
          <ExportTable {...props} />
        </Section>
      )}
    </>
  );
}
