"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useAction } from "#app/use-action.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { DangerDialog } from "#components/ui/danger-dialog.tsx";
import { Note } from "#components/ui/note.tsx";
import type { RevokedKeys } from "#lib/domain/keys/many.ts";
import type { KeyFilter } from "#lib/domain/keys/schema.ts";
import { revokeKeysAction } from "../../actions.ts";

/** Revokes the keys of the list above when their number is typed, and says which of them were left alone, and why. */
export function RevokeMany({
  org,
  filter,
  keys,
  back,
  children,
}: {
  org: string;
  filter: KeyFilter | null;
  keys: readonly { id: string; name: string }[];
  back: string;
  children: ReactNode;
}) {
  const t = useTranslations("keys.many.confirm");
  const [open, setOpen] = useState(false);
  const [result, setResult] = useState<{ made: RevokedKeys; names: Map<string, string> } | null>(null);
  const { run, pending, refusal, forget } = useAction();
  const go = async () => {
    if (!filter) return;
    const ids = keys.map(({ id }) => id);
    const answer = await run((key) => revokeKeysAction({ org }, { ids, filter }, key));
    if (!answer?.ok) return;
    setOpen(false);
    setResult({ made: answer.value, names: new Map(keys.map(({ id, name }) => [id, name])) });
  };
  if (result) {
    const { made, names } = result;
    return (
      <div className="grid gap-4">
        <Note kind={made.skipped.length > 0 ? "warn" : "done"} announce>
          <p>{t("revoked", { count: made.revoked.length })}</p>
          {made.skipped.length > 0 && (
            <>
              <p className="mt-1">{t("skipped", { count: made.skipped.length })}</p>
              <ul className="mt-1 grid gap-0.5">
                {made.skipped.map(({ id, why }) => (
                  <li key={id}>
                    <strong>{names.get(id)}</strong>: {t(`why.${why}`)}
                  </li>
                ))}
              </ul>
            </>
          )}
        </Note>
        <p>
          <ButtonLink href={back}>{t("back")}</ButtonLink>
        </p>
      </div>
    );
  }
  const count = keys.length;
  return (
    <>
      {children}
      {count > 0 && (
        <div className="mt-6 flex flex-wrap gap-2">
          <DangerDialog
            open={open}
            onOpenChange={(shown) => {
              setOpen(shown);
              forget();
            }}
            trigger={<Button variant="danger">{t("open", { count })}</Button>}
            title={t("title", { count })}
            description={t("lead")}
            name={t("phrase", { count })}
            confirmLabel={t("open", { count })}
            onConfirm={go}
            pending={pending}
            error={refusal?.message}
          />
          <ButtonLink href={back} variant="bare">
            {t("cancel")}
          </ButtonLink>
        </div>
      )}
    </>
  );
}
