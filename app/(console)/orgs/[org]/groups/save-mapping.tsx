"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { DoButton } from "#app/forms/do-button.tsx";
import { paths } from "#app/paths.ts";
import type { MappingInput } from "#lib/domain/groups/schema.ts";
import { saveMappingAction } from "./actions.ts";

/** Saves what was looked at. */
export function SaveMapping({ org, mapping }: { org: string; mapping: MappingInput }) {
  const t = useTranslations("groups.save");
  const router = useRouter();
  return (
    <DoButton
      variant="solid"
      action={(input: MappingInput, key) => saveMappingAction({ org }, input, key)}
      input={mapping}
      done={({ added, removed }) => t("done", { added, removed })}
      onDone={() => router.push(paths.groups({ org }))}
    >
      {t("submit")}
    </DoButton>
  );
}
