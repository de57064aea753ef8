"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { addCredentialAction, testCredentialAction } from "#app/credentials/actions.ts";
import { CredentialFields } from "#app/forms/credential-fields.tsx";
import {
  type CredentialActions,
  type NewCredential,
  useCredentialForm,
} from "#app/forms/use-credential-form.ts";
import { paths } from "#app/paths.ts";
import { TwoColumns } from "#components/shell/page.tsx";
import { WizardFoot } from "#components/shell/wizard-shell.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Back } from "./back.tsx";

/** The form of a credential with what happens to the key beside it, and the step's foot. `kept` is one that is there. */
export function AddCredential({
  kept,
  mayManage,
  aside,
  place,
  ...credential
}: NewCredential & {
  place: { org: string; project: string };
  kept: string | null;
  mayManage: boolean;
  aside: ReactNode;
}) {
  const t = useTranslations("welcome.credential.form");
  const foot = useTranslations("welcome.foot");
  const router = useRouter();
  const formId = useId();
  const actions: CredentialActions = {
    test: (input, key) => testCredentialAction(place, input, key),
    keep: (input, key) => addCredentialAction(place, input, key),
  };
  const form = useCredentialForm(credential, actions, {
    testFirst: true,
    off: !mayManage && t("notAdmin"),
    onKept: () => router.push(paths.welcome("provision")),
  });
  const { typed, why } = form;
  return (
    <>
      <form id={formId} onSubmit={form.submit} noValidate className="pb-8">
        <TwoColumns aside={aside}>
          <CredentialFields form={form} />
        </TwoColumns>
      </form>
      <WizardFoot
        back={<Back to="project" />}
        skip={
          !kept && (
            <ButtonLink href={paths.welcome("provision")} variant="bare">
              {t("skip")}
            </ButtonLink>
          )
        }
        why={kept && mayManage && !typed ? t("whyKept", { name: kept }) : (why ?? t("whyReady"))}
        next={
          kept && !typed ? (
            <ButtonLink href={paths.welcome("provision")} variant="solid">
              {foot("continue")}
            </ButtonLink>
          ) : (
            <Button
              type="submit"
              form={formId}
              variant="solid"
              pending={form.keeping}
              reason={why}
              reasonAt="none"
            >
              {t("submit")}
            </Button>
          )
        }
      />
    </>
  );
}
