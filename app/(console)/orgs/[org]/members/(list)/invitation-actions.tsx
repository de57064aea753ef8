"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#app/forms/confirm-dialog.tsx";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy.tsx";
import { say } from "#components/ui/toaster.tsx";
import { resendInvitationAction, revokeInvitationAction } from "../actions.ts";

type Props = {
  org: string;
  id: string;
  email: string;
  /** What opens it; null for one that has expired. */
  link: string | null;
};

/** The link to copy, another sending, and taking it back. */
export function InvitationActions({ org, id, email, link }: Props) {
  const t = useTranslations("members.invited");
  const [revoking, setRevoking] = useState(false);
  const { run, pending } = useAction();
  const resend = async () => {
    const sent = await run((key) => resendInvitationAction({ org }, { invitationId: id }, key));
    if (sent?.ok) say({ text: t("resent", { email }) });
    else if (sent) say({ kind: "failed", text: sent.message, detail: sent.requestId });
  };
  return (
    <span className="inline-flex flex-wrap justify-end gap-2">
      {link && (
        <CopyButton size="s" text={link} aria-label={t("copyFor", { email })}>
          {t("copy")}
        </CopyButton>
      )}
      <Button size="s" pending={pending} onClick={resend} aria-label={t("resendTo", { email })}>
        {t("resend")}
      </Button>
      <Button
        size="s"
        variant="danger"
        onClick={() => setRevoking(true)}
        aria-label={t("revokeOf", { email })}
      >
        {t("revoke")}
      </Button>
      <ConfirmDialog
        open={revoking}
        onClose={() => setRevoking(false)}
        title={t("revokeTitle", { email })}
        description={t("revokeText")}
        confirm={t("revoke")}
        done={t("revoked", { email })}
        act={(key) => revokeInvitationAction({ org }, { invitationId: id }, key)}
      />
    </span>
  );
}
