import { useTranslations } from "next-intl";
import { Note } from "#components/ui/note.tsx";
import { Said } from "#components/ui/said.tsx";

/** The cluster's side cannot be had; its own words. */
export function Away({ message }: { message: string }) {
  const t = useTranslations("access.cluster");
  return (
    <Note kind="warn" className="my-6" said={<Said label={t("awaySaid")}>{message}</Said>}>
      {t("away")}
    </Note>
  );
}
