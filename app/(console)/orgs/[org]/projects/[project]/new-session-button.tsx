import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";

/** Leads to the launch form, or says why it cannot. */
export function NewSessionButton({
  place,
  mayStart,
  ready,
}: {
  place: { org: string; project: string };
  mayStart: boolean;
  ready: boolean;
}) {
  const t = useTranslations("project");
  if (mayStart && ready)
    return (
      <ButtonLink href={paths.newSession(place)} variant="solid" icon="plus">
        {t("newSession")}
      </ButtonLink>
    );
  return (
    <Button
      variant="solid"
      icon="plus"
      reason={mayStart ? t("newSessionWait") : t("newSessionOff")}
      reasonAt="before"
    >
      {t("newSession")}
    </Button>
  );
}
