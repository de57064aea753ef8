"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";
import { acceptInvitationAction } from "./actions.ts";

type Props = { id: string; nonce: string; organization: string; slug: string };

/** Accepts, and goes where it leads. */
export function AcceptButton({ id, nonce, organization, slug }: Props) {
  const t = useTranslations("invitation.accept");
  const router = useRouter();
  const { run, pending, refusal } = useAction({ leaves: true });
  const accept = async () => {
    const joined = await run((key) => acceptInvitationAction({ invitationId: id, nonce }, key));
    if (joined?.ok) router.push(paths.organization({ org: slug }));
  };
  return (
    <div className="grid justify-items-start gap-4">
      <Button variant="solid" pending={pending} onClick={accept}>
        {t("join", { organization })}
      </Button>
      {refusal && (
        <Note kind="failed" announce after={refusal.requestId}>
          {refusal.message}
        </Note>
      )}
    </div>
  );
}
