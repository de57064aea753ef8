"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "#app/use-action.ts";
import { Field } from "#components/form/field.tsx";
import { Select } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { Note } from "#components/ui/note.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/domain/access/action.ts";
import type { AuditQuery } from "#lib/domain/audit/schema.ts";
import { type ExportFormat, exportFormats } from "#lib/domain/exports/schema.ts";

type Ask = { format: ExportFormat; filter: AuditQuery };

/** Asks for the rows that fit the filters as a file. Leads to the list of files, unless that is on the page. */
export function ExportDialog({
  action,
  filter,
  allowed = true,
  leadsTo,
}: {
  action: (input: Ask, key?: string) => Promise<ActionResult<{ id: string }>>;
  filter: AuditQuery;
  allowed?: boolean;
  leadsTo?: string;
}) {
  const t = useTranslations("exports.ask");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [format, setFormat] = useState<ExportFormat>("csv");
  const { run, pending, refusal, forget } = useAction({ leaves: leadsTo !== undefined });
  const ask = async () => {
    const out = await run((key) => action({ format, filter }, key));
    if (!out?.ok) return;
    say({ kind: "done", text: t("asked") });
    setOpen(false);
    if (leadsTo) router.push(leadsTo);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        forget();
      }}
      trigger={
        <Button icon="down" reason={!allowed && t("off")} reasonAt="before">
          {t("button")}
        </Button>
      }
      title={t("title")}
      description={t("text")}
      footer={
        <>
          <DialogClose>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <Button variant="solid" pending={pending} onClick={ask}>
            {t("submit")}
          </Button>
        </>
      }
    >
      <Field label={t("format")} name="format">
        <Select value={format} onChange={(event) => setFormat(event.currentTarget.value as ExportFormat)}>
          {exportFormats.map((one) => (
            <option key={one} value={one}>
              {t(one)}
            </option>
          ))}
        </Select>
      </Field>
      {refusal && <Note kind="failed">{refusal.message}</Note>}
    </Dialog>
  );
}
