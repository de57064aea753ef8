"use client";

import { useTranslations } from "next-intl";
import { CredentialFields } from "#app/forms/credential-fields.tsx";
import {
  type CredentialActions,
  type NewCredential,
  useCredentialForm,
} from "#app/forms/use-credential-form.ts";
import { Button } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
import { LoadAnew } from "./load-anew.tsx";
import { useSeen } from "./use-seen.ts";

/** The form of a credential inside its dialog. */
export function CredentialForm({
  actions,
  onClose,
  ...credential
}: NewCredential & { actions: CredentialActions; onClose: () => void }) {
  const t = useTranslations("credentials.dialog");
  const { seen, loading, loadAnew } = useSeen(credential.replaces);
  const form = useCredentialForm({ ...credential, replaces: seen }, actions, {
    onKept: (name) => {
      say({ text: t("kept", { name }) });
      onClose();
    },
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <CredentialFields form={form} />
      <div className="mt-5 flex flex-wrap items-center gap-2">
        <Button type="submit" variant="solid" pending={form.keeping} reason={form.why}>
          {t("submit")}
        </Button>
        <LoadAnew refusal={form.refusal} forget={form.forget} loading={loading} loadAnew={loadAnew} />
        <Button variant="bare" onClick={onClose}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
