"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input } from "#components/form/input.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import { WizardFoot } from "#components/shell/wizard-shell.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { suggestSlug } from "#lib/domain/organizations/rules.ts";
import { createOrganizationAction } from "../actions.ts";
import { Back } from "./back.tsx";
import { NameHint } from "./name-hint.tsx";
import { useFreeName } from "./use-free-name.ts";

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
  const common = useTranslations("common");
  const router = useRouter();
  const formId = useId();
  const [shown, setShown] = useState(open);
  const { run, pending, refusal } = useAction();
  const [name, setName] = useState("");
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const slug = ownSlug ?? suggestSlug(name);
  const answer = useFreeName(slug, (text) => paths.api.organizationName({ slug: text }));
  const errors: Record<string, string | undefined> = refusal?.field
    ? { [refusal.field]: refusal.message }
    : {};
  const taken = answer.state === "taken" ? answer.message : undefined;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const made = await run((key) => createOrganizationAction({ displayName: name, slug }, key));
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
              {refusal && (
                <ErrorSummary
                  message={refusal.field ? t("errors") : refusal.message}
                  errors={errors}
                  labels={{ displayName: t("name"), slug: t("slug") }}
                  requestId={refusal.requestId}
                />
              )}
              <Field name="displayName" label={t("name")} hint={t("nameHint")} error={errors.displayName}>
                <Input
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                  autoComplete="organization"
                />
              </Field>
              <Field
                name="slug"
                label={t("slug")}
                error={taken ?? errors.slug}
                hint={<NameHint answer={answer} name={slug} rest={t("slugHint")} />}
              >
                <Input
                  mono
                  value={slug}
                  onChange={(event) => setOwnSlug(event.target.value)}
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                />
              </Field>
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
          shown && !(chosen && name === "") ? (
            <SubmitButton form={formId} pending={pending}>
              {t("submit")}
            </SubmitButton>
          ) : chosen ? (
            <ButtonLink href={paths.welcome("project")} variant="solid">
              {common("continue")}
            </ButtonLink>
          ) : (
            <Button variant="solid" reason={t("why")} reasonAt="none">
              {common("continue")}
            </Button>
          )
        }
      />
    </>
  );
}
