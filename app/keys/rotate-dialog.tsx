"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { errorsOf, useAction } from "#app/use-action.ts";
import { RadioCards } from "#components/form/choice.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { formatTurn } from "#components/ui/format.ts";
import { Note } from "#components/ui/note.tsx";
import { type Overlap, overlaps } from "#lib/domain/keys/names.ts";
import { actionsAt } from "./actions-at.ts";
import { EndsField } from "./ends-field.tsx";
import type { Where } from "./key-shown.tsx";
import { endOfLife, type Life } from "./lives.ts";
import { useShowKey } from "./shown-keys.tsx";

const hour = 3_600_000;

/** A key as its dialogs need it. */
export type DialogKey = {
  id: string;
  name: string;
  prefix: string;
  version: number;
  scopes: readonly string[];
  expiresAt: Date;
  project: string | null;
  /** The longest life in days that it may be given. */
  most: number;
  /** Until when the secret from before the last rotation works; null for none. */
  overlapEnds: Date | null;
};

/** Asks how long the present secret goes on working, gives the key a new one, and shows that once. */
export function RotateDialog({
  org,
  apiKey,
  where,
  open,
  onClose,
}: {
  org: string | null;
  apiKey: DialogKey;
  where: Where;
  open: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("keys.rotate");
  const dialog = useTranslations("dialog");
  const formId = useId();
  const [overlap, setOverlap] = useState<Overlap>("24h");
  const [life, setLife] = useState<Life | null>(null);
  const show = useShowKey();
  const { run, pending, refusal, forget } = useAction();
  const { id, name, version, scopes, project, expiresAt, most, overlapEnds } = apiKey;
  // While one before still works there is no second: only rotating with no overlap ends both.
  const chosen = overlapEnds ? "now" : overlap;
  const offered = overlapEnds ? (["now"] as const) : (Object.keys(overlaps) as Overlap[]);
  const close = () => {
    forget();
    onClose();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const more = life === null ? {} : { expiresAt: endOfLife(life) };
    const input = { id, version, overlap: chosen, ...more };
    const rotated = await run((key) => actionsAt(org).rotate(input, key));
    if (!rotated?.ok) return;
    const { key, before, expiresAt: ends } = rotated.value;
    close();
    show({ id, key, name, scopes, project, expiresAt: ends, before: { endsAt: before.endsAt } }, where);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(shown) => !shown && close()}
      title={t("title", { name })}
      description={t("lead")}
      footer={
        <>
          <DialogClose>
            <Button>{dialog("cancel")}</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="solid" pending={pending}>
            {t("confirm")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="grid gap-4">
        {refusal && !refusal.field && (
          <Note kind="failed" announce after={refusal.requestId}>
            {refusal.message}
          </Note>
        )}
        <RadioCards
          legend={t("overlap")}
          name="overlap"
          value={chosen}
          onValue={(value) => setOverlap(value as Overlap)}
          columns={overlapEnds ? 1 : 2}
          hint={overlapEnds && t("still", { when: formatTurn(overlapEnds) })}
          options={offered.map((one) => ({
            value: one,
            label: t(`overlaps.${one}`),
            detail:
              one === "now"
                ? t("atOnce")
                : t("until", {
                    when: formatTurn(Math.min(Date.now() + overlaps[one] * hour, +expiresAt)),
                  }),
          }))}
        />
        <EndsField
          life={life}
          most={most}
          before={expiresAt}
          onChange={setLife}
          error={errorsOf(refusal).expiresAt}
        />
      </form>
    </Dialog>
  );
}
