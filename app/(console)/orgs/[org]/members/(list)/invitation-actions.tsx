"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#app/forms/confirm-dialog.tsx";
import { DoButton } from "#app/forms/do-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy.tsx";
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
  return (
    <span className="inline-flex flex-wrap justify-end gap-2">
      {link && (
        <CopyButton size="s" text={link} aria-label={t("copyFor", { email })}>
          {t("copy")}
        </CopyButton>
      )}
      <DoButton
        size="s"
        action={(input: { invitationId: string }, key) => resendInvitationAction({ org }, input, key)}
        input={{ invitationId: id }}
        done={t("resent", { email })}
        name={t("resendTo", { email })}
      >
        {t("resend")}
      </DoButton>
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
