"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState, useTransition } from "react";
import { errorsOf, useAction } from "#app/use-action.ts";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { KeyLimits } from "#lib/domain/keys/names.ts";
import { actionsAt } from "./actions-at.ts";
import { byField, LimitFields, LinesField, limitsTyped, limitTexts, linesOf } from "./limit-fields.tsx";
import { ModelFields } from "./model-fields.tsx";

export type EditableKey = {
  id: string;
  version: number;
  name: string;
  models: readonly string[];
  routes: readonly string[];
  addresses: readonly string[];
  limits: KeyLimits;
  /** Whether it calls models: else it has no limits, models or routes. */
  calls: boolean;
};

/** Changes what may be changed of a key. It is about the key as it was when the dialog opened: a later change of another is not written over. */
export function EditDialog({
  org,
  apiKey,
  tierModels,
  onClose,
}: {
  org: string | null;
  apiKey: EditableKey;
  tierModels: readonly string[];
  onClose: () => void;
}) {
  const t = useTranslations("keys.fields");
  const e = useTranslations("keys.edit");
  const dialog = useTranslations("dialog");
  const router = useRouter();
  const formId = useId();
  const [seen] = useState(apiKey);
  const [name, setName] = useState(seen.name);
  const [models, setModels] = useState([...seen.models]);
  const [routes, setRoutes] = useState(seen.routes.join("\n"));
  const [addresses, setAddresses] = useState(seen.addresses.join("\n"));
  const [limits, setLimits] = useState(limitTexts(seen.limits));
  const { run, pending, refusal } = useAction();
  const [loading, startLoading] = useTransition();
  const errors = errorsOf(refusal);
  const { id, version, calls } = seen;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const ofModels = calls ? { models, routes: linesOf(routes), limits: limitsTyped(limits) } : {};
    const input = { id, version, name, addresses: linesOf(addresses), ...ofModels };
    const saved = await run((key) => actionsAt(org).update(input, key));
    if (!saved?.ok) return;
    onClose();
    say({ text: e("done", { name }) });
  };
  const differs = refusal?.reason === "version_differs";
  return (
    <Dialog
      open
      size="l"
      onOpenChange={(shown) => !shown && onClose()}
      title={e("title", { name: seen.name })}
      description={e("lead")}
      footer={
        <>
          {differs && (
            // Closes when the page is the new one: opened again before that, it would be about the old one.
            <Button
              pending={loading}
              onClick={() =>
                startLoading(() => {
                  router.refresh();
                  onClose();
                })
              }
            >
              {e("reload")}
            </Button>
          )}
          <DialogClose>
            <Button>{dialog("cancel")}</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="solid" pending={pending}>
            {e("save")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate>
        <Fields>
          <ErrorSummary
            message={refusal ? (refusal.field ? e("failed") : refusal.message) : undefined}
            errors={byField(errors)}
            requestId={refusal?.requestId}
          />
          <Field name="name" label={t("name")} error={errors.name}>
            <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
          </Field>
          {calls && (
            <>
              <LimitFields texts={limits} onChange={setLimits} errors={errors} />
              <ModelFields
                models={tierModels}
                chosen={models}
                onChange={setModels}
                error={byField(errors).models}
              />
              <LinesField name="routes" value={routes} onChange={setRoutes} errors={errors} />
            </>
          )}
          <LinesField name="addresses" value={addresses} onChange={setAddresses} errors={errors} />
        </Fields>
      </form>
    </Dialog>
  );
}
