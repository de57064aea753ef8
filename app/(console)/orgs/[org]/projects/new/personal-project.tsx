"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";
import { createPersonalProjectAction } from "./actions.ts";

/** Makes the viewer's own project at once and goes to it. */
export function PersonalProject({ org }: { org: string }) {
  const t = useTranslations("organization.create.personal");
  const router = useRouter();
  const { run, pending, refusal } = useAction({ leaves: true });
  const make = async () => {
    const made = await run((key) => createPersonalProjectAction({ org }, {}, key));
    if (made?.ok) router.push(paths.project({ org, project: made.value.slug }));
  };
  return (
    <Note
      kind={refusal ? "failed" : "waiting"}
      announce={Boolean(refusal)}
      className="mb-6 max-w-form"
      actions={
        <Button size="s" pending={pending} onClick={make}>
          {t("button")}
        </Button>
      }
    >
      {refusal?.message ?? t("text")}
    </Note>
  );
}
