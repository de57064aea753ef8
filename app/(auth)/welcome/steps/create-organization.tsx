"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { NameFields, useNames } from "#app/forms/name-fields.tsx";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { Fields } from "#components/form/field.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import { WizardFoot } from "#components/shell/wizard-shell.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { createOrganizationAction } from "../actions.ts";
import { Back } from "./back.tsx";

/**
 * A new organization, and the step's foot. Folded away behind a button while there is something to join; `chosen` is
 * the organization that stands already.
 */
export function CreateOrganization({
  open,
  chosen,
  children,
}: {
  open: boolean;
  chosen: string | null;
  /** What else there is to choose, above the form. */
  children: ReactNode;
}) {
  const t = useTranslations("welcome.organization");
  const foot = useTranslations("welcome.foot");
  const router = useRouter();
  const formId = useId();
  const [shown, setShown] = useState(open);
  const { run, pending, refusal } = useAction();
  const names = useNames((slug) => paths.api.organizationName({ slug }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { displayName: names.name, slug: names.slug };
    const made = await run((key) => createOrganizationAction(input, key));
    if (made?.ok) router.push(paths.welcome("project"));
  };

  return (
    <>
      <div className="grid max-w-form gap-9 pb-8">
        {children}
        {shown ? (
          <form id={formId} onSubmit={submit} noValidate>
            <h2>{t("create")}</h2>
            <p className="mb-4 text-ink-3">{t("createNote")}</p>
            <Fields>
              <NameFields
                names={names}
                refusal={refusal}
                failed={t("errors")}
                nameHint={t("nameHint")}
                slugHint={t("slugHint")}
                autoComplete="organization"
              />
            </Fields>
          </form>
        ) : (
          <div>
            <Button icon="plus" onClick={() => setShown(true)}>
              {t("create")}
            </Button>
          </div>
        )}
      </div>
      <WizardFoot
        back={<Back to="you" />}
        why={chosen ? t("kept", { name: chosen }) : shown ? undefined : t("why")}
        next={
          shown && !(chosen && names.name === "") ? (
            <SubmitButton form={formId} pending={pending}>
              {t("submit")}
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
