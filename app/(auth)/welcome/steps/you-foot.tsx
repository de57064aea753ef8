"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { signOutAction } from "#app/(console)/account/actions.ts";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { WizardFoot } from "#components/shell/wizard-shell.tsx";
import { Button } from "#components/ui/button.tsx";
import { confirmYouAction } from "../actions.ts";
import { Refused } from "./refused.tsx";

/** On to the organization. */
export function YouFoot() {
  const t = useTranslations("welcome.foot");
  const router = useRouter();
  const { run, pending, refusal } = useAction();
  const go = async () => {
    const confirmed = await run((key) => confirmYouAction({}, key));
    if (confirmed?.ok) router.push(paths.welcome("organization"));
  };
  return (
    <WizardFoot
      why={<Refused refusal={refusal} />}
      next={
        <Button variant="solid" pending={pending} onClick={go}>
          {t("continue")}
        </Button>
      }
    />
  );
}

/** For somebody whom the provider took for another. */
export function NotYou() {
  const t = useTranslations("welcome.notYou");
  const { run, pending } = useAction();
  const leave = async () => {
    const out = await run((key) => signOutAction({}, key));
    if (out?.ok) window.location.assign(paths.signIn());
  };
  return (
    <p className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-3">
      {t("text")}
      <Button size="s" pending={pending} onClick={leave}>
        {t("signOut")}
      </Button>
    </p>
  );
}
