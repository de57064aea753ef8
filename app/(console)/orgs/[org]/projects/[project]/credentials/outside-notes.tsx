import { useTranslations } from "next-intl";
import { Note } from "#components/ui/note.tsx";
import { Time } from "#components/ui/time.tsx";
import type { CredentialRow } from "#lib/domain/credentials/data.ts";
import { KeepButton } from "./keep-button.tsx";

/** Credentials whose value was changed past Portico, with who did it and what can be done. */
export function OutsideNotes({
  place,
  credentials,
}: {
  place: { org: string; project: string };
  credentials: CredentialRow[];
}) {
  const t = useTranslations("credentials.outside");
  return credentials.map(({ id, name, outside }) =>
    outside ? (
      <Note
        key={id}
        kind="warn"
        className="mb-4"
        after={outside.at && <Time at={outside.at} />}
        actions={
          outside.what === "changed" &&
          outside.at && (
            <KeepButton place={place} credential={{ id, name }} seenOutside={outside.at.toISOString()} />
          )
        }
      >
        {t.rich(outside.what, {
          name,
          who: outside.by || "nobody",
          strong: (text) => <strong>{text}</strong>,
        })}
      </Note>
    ) : null,
  );
}
