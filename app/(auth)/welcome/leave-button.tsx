"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
import { leaveWizardAction } from "./actions.ts";

/** Into the console; the wizard can be opened again where it was left. */
export function LeaveButton() {
  const t = useTranslations("welcome");
  const router = useRouter();
  const { run, pending } = useAction();
  const leave = async () => {
    const left = await run((key) => leaveWizardAction({}, key));
    if (left?.ok) router.push(paths.home());
    else if (left) say({ kind: "failed", text: left.message, detail: left.requestId });
  };
  return (
    <Button variant="bare" size="s" pending={pending} onClick={leave}>
      {t("leave")}
    </Button>
  );
}
