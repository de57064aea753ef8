"use client";

import { useTranslations } from "next-intl";
import { formatDate } from "#components/ui/format.ts";
import { List } from "#components/ui/kv.tsx";
import type { OpenInvitation } from "#lib/domain/invitations/data.ts";
import type { OwnOrganization } from "#lib/domain/organizations/data.ts";
import { acceptInvitationAction, chooseOrganizationAction } from "../actions.ts";
import { Choice } from "./choice.tsx";

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
