"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { CredentialFields, type NewCredential, useCredentialForm } from "#app/forms/credential-fields.tsx";
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
  ...credential
}: NewCredential & { kept: string | null; mayManage: boolean; aside: ReactNode }) {
  const t = useTranslations("welcome.credential.form");
  const foot = useTranslations("welcome.foot");
  const router = useRouter();
  const formId = useId();
  const form = useCredentialForm(credential, {
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
