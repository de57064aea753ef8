"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { Button } from "#components/ui/button.tsx";
import { formatDate } from "#components/ui/format.ts";
import { List } from "#components/ui/kv.tsx";
import type { ActionResult } from "#lib/domain/access/action.ts";
import type { OpenInvitation } from "#lib/domain/invitations/data.ts";
import type { OwnOrganization } from "#lib/domain/organizations/data.ts";
import { acceptInvitationAction, chooseOrganizationAction } from "../actions.ts";
import { Refused } from "./refused.tsx";

/** Invitations to the person's verified address. */
export function Invitations({ invitations }: { invitations: OpenInvitation[] }) {
  const t = useTranslations("welcome.organization");
  const role = useTranslations("common.role");
  return (
    <section>
      <h2 className="mb-2">{t("invited")}</h2>
      <List>
        {invitations.map((invitation) => (
          <Choice
            key={invitation.id}
            name={invitation.organization}
            detail={t("invitation", { role: role(invitation.role), date: formatDate(invitation.expiresAt) })}
            label={t("accept", { name: invitation.organization })}
            choose={(key) => acceptInvitationAction({ invitationId: invitation.id }, key)}
          />
        ))}
      </List>
    </section>
  );
}

/** Organizations the person belongs to already. */
export function OwnOrganizations({
  organizations,
}: {
  organizations: (OwnOrganization & { mayCreate: boolean })[];
}) {
  const t = useTranslations("welcome.organization");
  const role = useTranslations("common.role");
  return (
    <section>
      <h2 className="mb-2">{t("yours")}</h2>
      <List>
        {organizations.map((own) => (
          <Choice
            key={own.id}
            name={own.displayName}
            detail={own.role ? t("role", { role: role(own.role) }) : t("projectsOnly")}
            label={t("use", { name: own.displayName })}
            reason={!own.mayCreate && t("mayNot")}
            choose={(key) => chooseOrganizationAction({ org: own.slug }, {}, key)}
          />
        ))}
      </List>
    </section>
  );
}

function Choice<T>({
  name,
  detail,
  label,
  reason,
  choose,
}: {
  name: string;
  detail: ReactNode;
  label: string;
  reason?: string | false;
  choose: (key: string) => Promise<ActionResult<T>>;
}) {
  const router = useRouter();
  const { run, pending, refusal } = useAction();
  const go = async () => {
    const chosen = await run(choose);
    if (chosen?.ok) router.push(paths.welcome("project"));
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <span className="min-w-0 flex-[1_1_12rem]">
        <strong className="block wrap-anywhere">{name}</strong>
        <span className="text-xs text-ink-3">{detail}</span>
      </span>
      <Button pending={pending} reason={reason} reasonAt="before" onClick={go}>
        {label}
      </Button>
      <span className="basis-full empty:hidden text-xs">
        <Refused refusal={refusal} />
      </span>
    </li>
  );
}
