"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "#app/use-action.ts";
import { Field } from "#components/form/field.tsx";
import { Select } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { DangerDialog } from "#components/ui/danger-dialog.tsx";
import { transferOrganizationAction } from "./actions.ts";

type Heir = { userId: string; displayName: string; email: string | null };

/** Gives the ownership to another member; one's own role becomes admin. */
export function Transfer({ org, heirs }: { org: string; heirs: Heir[] }) {
  const t = useTranslations("orgSettings.transfer");
  const [userId, setUser] = useState("");
  const [open, setOpen] = useState(false);
  const { run, pending, refusal, forget } = useAction();
  const heir = heirs.find((one) => one.userId === userId);
  const give = async () => {
    const done = await run((key) => transferOrganizationAction({ org }, { userId }, key));
    if (done?.ok) setOpen(false);
  };
  return (
    <div className="grid gap-4">
      <Field name="userId" label={t("to")} hint={t("hint")}>
        <Select value={userId} onChange={(event) => setUser(event.target.value)}>
          <option value="">{t("choose")}</option>
          {heirs.map(({ userId: id, displayName, email }) => (
            <option key={id} value={id}>
              {email ? `${displayName}, ${email}` : displayName}
            </option>
          ))}
        </Select>
      </Field>
      {heir ? (
        <DangerDialog
          open={open}
          onOpenChange={(shown) => {
            setOpen(shown);
            forget();
          }}
          trigger={
            <Button variant="danger" className="justify-self-start">
              {t("open")}
            </Button>
          }
          title={t("dialog", { name: heir.displayName })}
          description={t("lead", { name: heir.displayName })}
          name={org}
          confirmLabel={t("confirm")}
          onConfirm={give}
          pending={pending}
          error={refusal?.message}
        />
      ) : (
        <Button variant="danger" reason={t("none")}>
          {t("open")}
        </Button>
      )}
    </div>
  );
}
