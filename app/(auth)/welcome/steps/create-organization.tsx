"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { NameFields, useNames } from "#app/forms/name-fields.tsx";
import { paths } from "#app/paths.ts";
import { errorsOf, useAction } from "#app/use-action.ts";
import { Field, Fields } from "#components/form/field.tsx";
import { Textarea } from "#components/form/input.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import { WizardFoot } from "#components/shell/wizard-shell.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { createOrganizationAction, requestOrganizationAction } from "../actions.ts";
import { Back } from "./back.tsx";

/**
 * A new organization, or a question for one where the platform's staff decide, and the step's foot. Folded away behind a
 * button while there is something to join; `chosen` is the organization that stands already.
 */
export function CreateOrganization({
  open,
  creation,
  chosen,
  children,
}: {
  open: boolean;
  /** Who may make one: anybody, whoever is let, nobody; or one was asked for already. */
  creation: "free" | "approval" | "off" | "asked";
  chosen: string | null;
  /** What else there is to choose, above the form. */
  children: ReactNode;
}) {
  const t = useTranslations("welcome.organization");
  const foot = useTranslations("welcome.foot");
  const router = useRouter();
  const formId = useId();
  const [unfolded, setShown] = useState(open);
  const [reason, setReason] = useState("");
  const asks = creation === "approval";
  const mayMake = creation === "free" || asks;
  const shown = unfolded && mayMake;
  const { run, pending, refusal } = useAction();
  const names = useNames((slug) => paths.api.organizationName({ slug }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { displayName: names.name, slug: names.slug };
    if (asks) {
      await run((key) => requestOrganizationAction({ ...input, reason }, key));
      return;
    }
    const made = await run((key) => createOrganizationAction(input, key));
    if (made?.ok) router.push(paths.welcome("project"));
  };

  return (
    <>
      <div className="grid max-w-form gap-9 pb-8">
        {children}
        {shown ? (
          <form id={formId} onSubmit={submit} noValidate>
            <h2>{asks ? t("request") : t("create")}</h2>
            <p className="mb-4 text-ink-3">{asks ? t("requestNote") : t("createNote")}</p>
            <Fields>
              <NameFields
                names={names}
                refusal={refusal}
                failed={asks ? t("requestErrors") : t("errors")}
                nameHint={t("nameHint")}
                slugHint={t("slugHint")}
                autoComplete="organization"
              />
              {asks && (
                <Field
                  name="reason"
                  label={t("reason")}
                  hint={t("reasonHint")}
                  error={errorsOf(refusal).reason}
                >
                  <Textarea
                    rows={3}
                    maxLength={500}
                    value={reason}
                    onChange={(event) => setReason(event.target.value)}
                  />
                </Field>
              )}
            </Fields>
          </form>
        ) : mayMake ? (
          <div>
            <Button icon="plus" onClick={() => setShown(true)}>
              {asks ? t("request") : t("create")}
            </Button>
          </div>
        ) : (
          creation === "off" && <p className="text-ink-2">{t("off")}</p>
        )}
      </div>
      <WizardFoot
        back={<Back to="you" />}
        why={chosen ? t("kept", { name: chosen }) : shown ? undefined : t("why")}
        next={
          shown && !(chosen && names.name === "") ? (
            <SubmitButton form={formId} pending={pending}>
              {asks ? t("requestSubmit") : t("submit")}
            </SubmitButton>
          ) : chosen ? (
            <ButtonLink href={paths.welcome("project")} variant="solid">
              {foot("continue")}
            </ButtonLink>
          ) : (
            <Button variant="solid" reason={t("why")} reasonAt="none">
              {foot("continue")}
            </Button>
          )
        }
      />
    </>
  );
}
