"use client";

import { useTranslations } from "next-intl";
import { signOutAction } from "#app/(console)/account/actions.ts";
import { Button } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
import { paths } from "./paths.ts";
import { useAction } from "./use-action.ts";

/** Signs out, and asks who it is for the same page. */
export function AnotherAccount({ address }: { address?: string }) {
  const t = useTranslations("error");
  const { run, pending } = useAction();
  const change = async () => {
    const out = await run((key) => signOutAction({}, key));
    if (out?.ok) window.location.assign(paths.signIn(address));
    else if (out) say({ kind: "failed", text: out.message, detail: out.requestId });
  };
  return (
    <Button onClick={change} pending={pending}>
      {t("anotherAccount")}
    </Button>
  );
}
