"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { Button } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";

export type Held = { credential: string; project: string; session: string; title: string };

/** Which running sessions keep what was just taken from their projects, each with its address. */
export function HoldingNote({ org, held, onClose }: { org: string; held: Held[]; onClose: () => void }) {
  const t = useTranslations("sharing.holding");
  return (
    <Note
      kind="warn"
      announce
      actions={
        <Button size="s" onClick={onClose}>
          {t("close")}
        </Button>
      }
    >
      <p>{t("lead", { count: held.length })}</p>
      <ul className="mt-2 grid gap-1">
        {held.map(({ credential, project, session, title }) => (
          <li key={`${credential} ${session}`} className="wrap-anywhere">
            <Link className="link" href={paths.session({ org, project, session })}>
              {title}
            </Link>{" "}
            {t("of", { project, credential })}
          </li>
        ))}
      </ul>
    </Note>
  );
}
