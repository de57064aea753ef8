"use client";

import { useTranslations } from "next-intl";
import { CredentialFields } from "#app/forms/credential-fields.tsx";
import { type NewCredential, useCredentialForm } from "#app/forms/use-credential-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { say } from "#components/ui/toaster.tsx";
import { ORGANIZATIONS_NAMESPACE } from "#lib/domain/clusters/contract/brought.ts";
import { addOrganizationCredentialAction, testOrganizationCredentialAction } from "./actions.ts";

type Props = {
  org: string;
  taken?: NewCredential["taken"];
  replaces?: Omit<NonNullable<NewCredential["replaces"]>, "seenOutside">;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Adds a credential of the organization, or puts another value in the place of one. */
export function OrganizationCredentialDialog({ open, onOpenChange, ...credential }: Props) {
  const t = useTranslations("sharing.dialog");
  const { replaces } = credential;
  return (
    <Dialog
      size="l"
      open={open}
      onOpenChange={onOpenChange}
      title={replaces ? t("replaceTitle", { name: replaces.name }) : t("addTitle")}
      description={replaces ? t("replaceLead") : t("lead")}
    >
      <Form {...credential} onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

function Form({
  org,
  taken,
  replaces,
  onClose,
}: Omit<Props, "open" | "onOpenChange"> & { onClose: () => void }) {
  const t = useTranslations("sharing.dialog");
  const form = useCredentialForm(
    {
      secret: org,
      namespace: ORGANIZATIONS_NAMESPACE,
      taken,
      replaces: replaces && { ...replaces, seenOutside: null },
    },
    {
      test: (input, key) => testOrganizationCredentialAction({ org }, input, key),
      keep: (input, key) => addOrganizationCredentialAction({ org }, input, key),
    },
    {
      onKept: (name) => {
        say({ text: t("kept", { name }) });
        onClose();
      },
    },
  );
  return (
    <form onSubmit={form.submit} noValidate>
      <CredentialFields form={form} />
      <div className="mt-5 flex flex-wrap items-center gap-2">
        <Button type="submit" variant="solid" pending={form.keeping} reason={form.why}>
          {t("submit")}
        </Button>
        <Button variant="bare" onClick={onClose}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
