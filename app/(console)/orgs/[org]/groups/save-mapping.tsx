"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { say } from "#components/ui/toaster.tsx";
import type { MappingInput } from "#lib/domain/groups/schema.ts";
import { saveMappingAction } from "./actions.ts";

/** Saves what was looked at. */
export function SaveMapping({ org, mapping }: { org: string; mapping: MappingInput }) {
  const t = useTranslations("groups.save");
  const router = useRouter();
  const { run, pending } = useAction();
  const save = async () => {
    const saved = await run((key) => saveMappingAction({ org }, mapping, key));
    if (saved?.ok) {
      say({ text: t("done", { added: saved.value.added, removed: saved.value.removed }) });
      router.push(paths.groups({ org }));
    } else if (saved) say({ kind: "failed", text: saved.message, detail: saved.requestId });
  };
  return (
    <Button variant="solid" pending={pending} onClick={save}>
      {t("submit")}
    </Button>
  );
}
