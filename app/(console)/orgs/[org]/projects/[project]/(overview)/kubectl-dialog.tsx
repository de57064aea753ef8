"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy.tsx";
import { Dialog, DialogClose } from "#components/ui/dialog.tsx";

/** The same project from a terminal: commands to copy. */
export function KubectlDialog({
  namespace,
  session,
}: {
  namespace: string;
  /** Name of a session's resource, for the command that follows one. */
  session: string | null;
}) {
  const t = useTranslations("project.kubectl");
  const commands = [
    { label: t("sessions"), text: `kubectl get agenticsessions -n ${namespace}` },
    ...(session
      ? [{ label: t("follow"), text: `kubectl get agenticsession ${session} -n ${namespace} --watch` }]
      : []),
    { label: t("quota"), text: `kubectl describe resourcequota -n ${namespace}` },
    { label: t("may"), text: `kubectl auth can-i --list -n ${namespace}` },
  ];
  return (
    <Dialog
      title={t("title")}
      description={t("lead")}
      size="l"
      trigger={<Button>{t("open")}</Button>}
      footer={
        <DialogClose>
          <Button>{t("close")}</Button>
        </DialogClose>
      }
    >
      <ul className="grid gap-3">
        {commands.map((command) => (
          <li key={command.text} className="grid gap-1">
            <span className="text-xs text-ink-3">{command.label}</span>
            <span className="flex items-start gap-2">
              <code className="min-w-0 flex-1 rounded-1 border border-line-2 bg-sunken px-2.5 py-1 font-mono text-xs leading-4.5 wrap-anywhere">
                {command.text}
              </code>
              <CopyButton text={command.text} size="s" aria-label={`${t("copy")}: ${command.label}`}>
                {t("copy")}
              </CopyButton>
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
