import { getTranslations } from "next-intl/server";
import { Texts } from "#app/texts/texts.tsx";
import { PageHead } from "#components/shell/page.tsx";
import { can } from "#lib/domain/access/permissions.ts";
import type { Wizard } from "../read-wizard.ts";
import { AskedFor } from "./asked-for.tsx";
import { CreateOrganization } from "./create-organization.tsx";
import { MoveOn } from "./move-on.tsx";
import { Openings } from "./openings.tsx";
import { Invitations, OwnOrganizations } from "./organization-choices.tsx";

/**
 * Step 2: use an organization one belongs to, accept an invitation, join or ask where the address's domain is known, or
 * create one, or ask for it. Whatever waits for somebody moves on by itself.
 */
export async function OrganizationStep({ wizard }: { wizard: Wizard }) {
  const t = await getTranslations("welcome.organization");
  const { invitations, openings, organization, request, creation } = wizard;
  const organizations = wizard.organizations.map((own) => ({
    ...own,
    mayCreate: can(
      { organizationRole: own.role, projectRole: null, platformAdmin: false },
      "projects:create",
    ),
  }));
  const none = organizations.length === 0 && invitations.length === 0 && openings.length === 0;
  const asked = request?.state === "pending";
  const waiting = asked || openings.some((opening) => opening.request?.state === "pending");
  return (
    <Texts of={["welcome.organization", "welcome.openings", "welcome.request", "nameFields", "common.role"]}>
      <PageHead title={t("title")} lead={t("lead")} />
      <MoveOn
        waiting={waiting}
        organizations={organizations.map(({ id, slug, mayCreate }) => ({ id, slug, mayCreate }))}
      />
      <CreateOrganization
        key={`${creation} ${asked}`}
        open={none && !asked}
        creation={asked ? "asked" : creation}
        chosen={organization?.displayName ?? null}
      >
        {invitations.length > 0 && <Invitations invitations={invitations} />}
        {openings.length > 0 && <Openings openings={openings} />}
        {request && <AskedFor request={request} />}
        {organizations.length > 0 && <OwnOrganizations organizations={organizations} />}
      </CreateOrganization>
    </Texts>
  );
}
