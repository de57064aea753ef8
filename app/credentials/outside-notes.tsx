import { useTranslations } from "next-intl";
import { Time } from "#components/ui/time.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import type { CredentialRow } from "#lib/domain/credentials/data.ts";
import { menuRow, type Ref } from "./menu-row.ts";
import { OutsideNote } from "./outside-note.tsx";

/** Credentials whose value was changed past Portico, with who did it and what can be done. */
export function OutsideNotes({
  place,
  secret,
  credentials,
}: {
  place: Place;
  secret: Ref;
  credentials: CredentialRow[];
}) {
  const t = useTranslations("credentials.outside");
  return credentials.map((credential) => {
    const { id, name, outside } = credential;
    return (
      <OutsideNote
        key={id}
        place={place}
        secret={secret}
        credential={menuRow(credential)}
        keep={outside?.what === "changed"}
        after={outside?.at && <Time at={outside.at} />}
      >
        {outside &&
          t.rich(outside.what, {
            name,
            who: outside.by || "nobody",
            strong: (text) => <strong>{text}</strong>,
          })}
      </OutsideNote>
    );
  });
}
