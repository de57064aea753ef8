"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
import { keepOrganizationAction } from "./actions.ts";

/** Takes the organization's deletion back and opens it. */
export function Keep({ org, name }: { org: string; name: string }) {
  const t = useTranslations("suspended.keep");
  const router = useRouter();
  const { run, pending } = useAction({ leaves: true });
  const keep = async () => {
    const kept = await run((key) => keepOrganizationAction({ slug: org }, key));
    if (kept?.ok) router.push(paths.organization({ org }));
    else if (kept) say({ kind: "failed", text: kept.message, detail: kept.requestId });
  };
  return (
    <Button variant="solid" pending={pending} onClick={keep}>
      {t("button", { name })}
    </Button>
  );
}
