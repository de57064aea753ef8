"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { DangerDialog } from "#components/ui/danger-dialog.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { ActionResult } from "#lib/domain/access/action.ts";
import type { CredentialKindId, Settings } from "#lib/domain/credentials/kinds/index.ts";
import {
  disableOrganizationCredentialAction,
  enableOrganizationCredentialAction,
  removeOrganizationCredentialAction,
  retestOrganizationCredentialAction,
} from "./actions.ts";
import { OrganizationCredentialDialog } from "./credential-dialog.tsx";

export type RowCredential = {
  id: string;
  kind: CredentialKindId;
  name: string;
  settings: Settings;
  fingerprint: string;
  lastFour: string;
  disabled: boolean;
  testable: boolean;
  testing: boolean;
};

/** Test, replace, switch off and remove, for one credential of the organization. */
export function OrganizationRowActions({
  org,
  projects,
  credential,
}: {
  org: string;
  projects: number;
  credential: RowCredential;
}) {
  const t = useTranslations("sharing.row");
  const [open, setOpen] = useState<"replace" | "remove" | null>(null);
  const { run, pending, refusal, forget } = useAction();
  const { id: credentialId, name, disabled } = credential;
  /** Does what is done at once, and says what became of it. */
  const go = async <T,>(act: (key: string) => Promise<ActionResult<T>>, done: string) => {
    const result = await run(act);
    if (!result) return false;
    say(result.ok ? { text: done } : { kind: "failed", text: result.message, detail: result.requestId });
    return result.ok;
  };
  const flip = disabled ? enableOrganizationCredentialAction : disableOrganizationCredentialAction;
  return (
    <>
      <Menu
        trigger={
          <Button size="s" variant="bare" square icon="more" pending={pending && open === null}>
            {t("more", { name })}
          </Button>
        }
        groups={[
          [
            {
              label: t("test"),
              reason: credential.testable ? credential.testing && t("testing") : t("untestable"),
              onSelect: () =>
                void go(
                  (key) => retestOrganizationCredentialAction({ org }, { credentialId }, key),
                  t("tested", { name }),
                ),
            },
            { label: t("replace"), onSelect: () => setOpen("replace") },
            {
              label: t(disabled ? "enable" : "disable"),
              onSelect: () =>
                void go(
                  (key) => flip({ org }, { credentialId }, key),
                  t(disabled ? "enabled" : "disabled", { name }),
                ),
            },
          ],
          [{ label: t("remove"), danger: true, onSelect: () => setOpen("remove") }],
        ]}
      />
      <OrganizationCredentialDialog
        org={org}
        replaces={credential}
        open={open === "replace"}
        onOpenChange={(shown) => setOpen(shown ? "replace" : null)}
      />
      <DangerDialog
        open={open === "remove"}
        onOpenChange={(shown) => {
          setOpen(shown ? "remove" : null);
          forget();
        }}
        title={t("title", { name })}
        description={t("lead")}
        goes={[t("goesValue"), t("goesProjects", { count: projects }), t("goesRunning")]}
        name={name}
        confirmLabel={t("confirm")}
        keepLabel={t("keep")}
        onConfirm={async () => {
          const removed = await run((key) =>
            removeOrganizationCredentialAction({ org }, { credentialId }, key),
          );
          if (!removed?.ok) return;
          setOpen(null);
          say({ text: t("removed", { name }) });
        }}
        pending={pending}
        error={refusal?.message}
      />
    </>
  );
}
