import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { mayGrant, organizationRoles } from "#lib/domain/access/permissions.ts";
import { listProjects } from "#lib/domain/projects/data.ts";
import { InviteForm } from "./invite-form.tsx";

type Props = { params: Promise<{ org: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("members.inviting"))("title") };
}

/** Many addresses at once, read as they are pasted. */
export default async function InvitePage({ params }: Props) {
  const { org } = await params;
  const t = await getTranslations("members");
  const { scope, data } = await readTenant(org, "invitations:manage", ({ tx, scope }) =>
    listProjects(tx, scope.organizationId, null),
  );
  const { organization, holder } = scope;
  return (
    <Texts of={["members.inviting", "common.role"]}>
      <Page
        crumbs={[
          { label: organization.displayName, href: paths.organization({ org }) },
          { label: t("title"), href: paths.members({ org }) },
          { label: t("inviting.title") },
        ]}
      >
        <PageHead
          title={t("inviting.title")}
          lead={t("inviting.lead", { organization: organization.displayName })}
        />
        <InviteForm
          org={org}
          roles={organizationRoles.filter((role) => mayGrant(holder, role, "organization"))}
          projects={data.map(({ id, displayName }) => ({ id, displayName }))}
          ends={holder.organizationUntil ?? null}
        />
      </Page>
    </Texts>
  );
}
