"use client";

import { useTranslations } from "next-intl";
import { DoButton } from "#app/forms/do-button.tsx";
import { Note } from "#components/ui/note.tsx";
import { Time } from "#components/ui/time.tsx";
import { settleOrganizationCredentialAction } from "./actions.ts";

type Change = { id: string; name: string; askedBy: string; askedAt: Date };

/** Changes of which it is not known yet whether the cluster has them, each with the way to find out. */
export function OpenChanges({ org, changes }: { org: string; changes: Change[] }) {
  const t = useTranslations("sharing.open");
  return changes.map(({ id, name, askedBy, askedAt }) => (
    <Note
      key={id}
      kind="warn"
      className="mb-4"
      after={<Time at={askedAt} />}
      actions={
        <DoButton
          size="s"
          icon="redo"
          action={(input: { changeId: string }, key) =>
            settleOrganizationCredentialAction({ org }, input, key)
          }
          input={{ changeId: id }}
          done={({ happened }) => t(happened ? "made" : "notMade", { name })}
        >
          {t("check")}
        </DoButton>
      }
    >
      <strong>{t("title", { name })}</strong> {t("text", { who: askedBy })}
    </Note>
  ));
}
