import { getTranslations } from "next-intl/server";
import { DoButton } from "#app/forms/do-button.tsx";
import { paths } from "#app/paths.ts";
import { Note } from "#components/ui/note.tsx";
import { Time } from "#components/ui/time.tsx";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { endViewingAction } from "./actions.ts";

/** Says through whose eyes one looks, until when, and how to stop; nothing for everybody else. */
export async function ViewingBanner({ viewer: { displayName: name, viewing } }: { viewer: Viewer }) {
  if (!viewing) return null;
  const t = await getTranslations("viewing");
  return (
    <Note
      kind="warn"
      className="rounded-none border-x-0 border-t-0"
      after={
        <>
          {t("ends")} <Time at={viewing.endsAt} />
        </>
      }
      actions={
        <DoButton
          size="s"
          action={endViewingAction}
          input={{}}
          done={t("ended")}
          leadsTo={paths.platformOrganization({ id: viewing.organizationId })}
        >
          {t("end")}
        </DoButton>
      }
    >
      {t("banner", { name, actor: viewing.actorName })}
    </Note>
  );
}
