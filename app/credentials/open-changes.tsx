import { useTranslations } from "next-intl";
import { Note } from "#components/ui/note.tsx";
import { Time } from "#components/ui/time.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import type { ChangeRow } from "#lib/domain/credentials/data.ts";
import { SettleButton } from "./settle-button.tsx";

/** Changes of which it is not known yet whether the cluster has them, each with the way to find out. */
export function OpenChanges({ place, changes }: { place: Place; changes: ChangeRow[] }) {
  const t = useTranslations("credentials.open");
  return changes.map(({ id, name, what, lastFour, askedBy, askedAt }) => (
    <Note
      key={id}
      kind="warn"
      className="mb-4"
      after={<Time at={askedAt} />}
      actions={<SettleButton place={place} changeId={id} name={name} />}
    >
      <strong>{t("title", { name })}</strong> {t(what, { who: askedBy, end: lastFour || "none" })}
    </Note>
  ));
}
