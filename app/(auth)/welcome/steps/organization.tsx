import { getTranslations } from "next-intl/server";
import { Texts } from "#app/texts/texts.tsx";
import { PageHead } from "#components/shell/page.tsx";
import { can } from "#lib/domain/access/permissions.ts";
import type { Wizard } from "../read-wizard.ts";
import { CreateOrganization } from "./create-organization.tsx";
import { Invitations, OwnOrganizations } from "./organization-choices.tsx";

/** Step 2: use an organization one belongs to, accept an invitation, or create one. */
export async function OrganizationStep({ wizard }: { wizard: Wizard }) {
  const t = await getTranslations("welcome.organization");
  const { organizations, invitations, organization } = wizard;
  const none = organizations.length === 0 && invitations.length === 0;
  return (
    <Texts of={["welcome.organization", "nameFields", "common.role"]}>
      <PageHead title={t("title")} lead={t("lead")} />
      <CreateOrganization open={none} chosen={organization?.displayName ?? null}>
        {invitations.length > 0 && <Invitations invitations={invitations} />}
        {organizations.length > 0 && (
          <OwnOrganizations
            organizations={organizations.map((own) => ({
              ...own,
              mayCreate: can(
                { organizationRole: own.role, projectRole: null, platformAdmin: false },
                "projects:create",
              ),
            }))}
          />
        )}
      </CreateOrganization>
    </Texts>
  );
}
