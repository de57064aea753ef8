"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { Field } from "#components/form/field.tsx";
import { Select } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { Note } from "#components/ui/note.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { AuditQuery } from "#lib/domain/audit/schema.ts";
import { type ExportFormat, exportFormats } from "#lib/domain/exports/schema.ts";
import { exportAuditAction } from "./actions.ts";

/** Asks for the rows that fit the filters as a file. Leads to the list of files, where it can be followed. */
export function ExportDialog({
  place,
  filter,
  allowed,
}: {
  place: { org: string };
  filter: AuditQuery;
  allowed: boolean;
}) {
  const t = useTranslations("exports.ask");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [format, setFormat] = useState<ExportFormat>("csv");
  const { run, pending, refusal, forget } = useAction({ leaves: true });
  const ask = async () => {
    const out = await run((key) => exportAuditAction(place, { format, filter }, key));
    if (!out?.ok) return;
    say({ kind: "done", text: t("asked") });
    router.push(paths.exports(place));
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
