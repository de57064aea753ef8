import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { TabLinks } from "#components/ui/tab-links.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { can, mayGrant, organizationRoles } from "#lib/domain/access/permissions.ts";
import { countOpenInvitations, listInvitations } from "#lib/domain/invitations/data.ts";
import { countJoinRequests, listJoinRequests } from "#lib/domain/joining/data.ts";
import { countMembers, listMembers, listServicesBy } from "#lib/domain/members/data.ts";
import { keysetIn } from "#lib/infra/db/keyset.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { InvitationTable } from "./invitation-table.tsx";
import { MemberList } from "./member-list.tsx";
import { RequestList } from "./request-list.tsx";

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<{ tab?: string; q?: string; before?: string; after?: string }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("members"))("title") };
}

const tabs = ["members", "invited", "requests"] as const;

/** Who belongs to the organization, who is invited, and who asks to be let in. */
export default async function MembersPage({ params, searchParams }: Props) {
  const [{ org }, asked] = await Promise.all([params, searchParams]);
  const t = await getTranslations("members");
  const at = keysetIn(asked);
  const query = asked.q?.slice(0, 100) ?? "";
  const { scope, data } = await readTenant(org, "members:read", async ({ tx, scope }) => {
    const { organizationId, holder } = scope;
    const invites = can(holder, "invitations:manage");
    const decides = can(holder, "requests:decide");
    const open = tabs.find((tab) => tab === asked.tab) ?? "members";
    const tab = (open === "invited" && !invites) || (open === "requests" && !decides) ? "members" : open;
    const members = tab === "members" ? await listMembers(tx, organizationId, { query, ...at }) : null;
    const manages = can(holder, "members:manage");
    const shownIds = members?.rows.map((row) => row.userId) ?? [];
    return {
      tab,
      invites,
      decides,
      requests: tab === "requests" ? await listJoinRequests(tx, organizationId) : [],
      counts: {
        members: await countMembers(tx, organizationId),
        invited: invites ? await countOpenInvitations(tx, organizationId) : 0,
        requests: decides ? await countJoinRequests(tx, organizationId) : 0,
      },
      members,
      manages,
      services: manages ? await listServicesBy(tx, organizationId, shownIds) : [],
      invitations: tab === "invited" ? await listInvitations(tx, organizationId, at) : null,
    };
  });
  const { holder, organization, userId } = scope;
  const { tab, members, invitations } = data;
  const grantable = organizationRoles.filter((role) => mayGrant(holder, role, "organization"));
  const shown = tabs.filter(
    (name) => name === "members" || (name === "invited" ? data.invites : data.decides),
  );
  return (
    <Texts of={["members.row", "members.invited", "members.requests", "memberForm", "dialog", "common.role"]}>
      <Page
        crumbs={[
          { label: organization.displayName, href: paths.organization({ org }) },
          { label: t("title") },
        ]}
      >
        <LiveRefresh topics={["members", "invitations", "requests", "groups"]} />
        <PageHead
          title={t("title")}
          lead={t("lead", { organization: organization.displayName })}
          actions={
            data.invites && (
              <ButtonLink href={paths.invite({ org })} variant="solid" icon="plus">
                {t("invite")}
              </ButtonLink>
            )
          }
        />
        {shown.length > 1 && (
          <div className="mb-4">
            <TabLinks
              label={t("tabs.label")}
              tabs={shown.map((name) => ({
                href: paths.members({ org }, { tab: name === "members" ? null : name }),
                label: t(`tabs.${name}`),
                count: data.counts[name],
                current: name === tab,
              }))}
            />
          </div>
        )}
        {members && (
          <MemberList
            org={org}
            page={members}
            query={query}
            at={at}
            viewer={{
              userId,
              manages: data.manages,
              asks: can(holder, "access:read"),
              grantable,
              services: data.services,
            }}
          />
        )}
        {invitations && (
          <InvitationTable org={org} page={invitations} at={at} origin={webEnv().PORTICO_URL} />
        )}
        {tab === "requests" && (
          <RequestList org={org} requests={data.requests} waiting={data.counts.requests} roles={grantable} />
        )}
      </Page>
    </Texts>
  );
}
