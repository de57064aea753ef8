import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { readOwn, readTenant } from "#lib/domain/access/page.ts";
import { visibleProjects } from "#lib/domain/access/scope.ts";
import { getOnboarding } from "#lib/domain/onboarding/data.ts";
import { listOwnOrganizations } from "#lib/domain/organizations/data.ts";
import { listProjects } from "#lib/domain/projects/data.ts";
import { lastPlaceCookie, readLastPlace } from "./last-place.ts";
import { paths } from "./paths.ts";

/** Sends everybody to where they have something to do: the wizard, their last project, or the platform's pages. */
export default async function Home() {
  const { viewer, data } = await readOwn(
    async ({ tx, viewer }) => ({
      organizations: await listOwnOrganizations(tx, viewer.userId),
      onboarding: await getOnboarding(tx, viewer.userId),
    }),
    { viewing: true },
  );
  const { onboarding } = data;
  const { viewing } = viewer;
  // Through another's eyes there is the one organization.
  const organizations = data.organizations.filter(({ id }) => !viewing || id === viewing.organizationId);
  if (!viewing && onboarding && !onboarding.finishedAt && !onboarding.leftAt) redirect(paths.welcome());
  const last = readLastPlace((await cookies()).get(lastPlaceCookie)?.value);
  const organization = organizations.find(({ slug }) => slug === last?.org) ?? organizations[0];
  if (!organization) {
    if (viewer.platformAdmin) redirect(paths.platform());
    redirect(onboarding?.leftAt ? paths.account() : paths.welcome());
  }
  const org = organization.slug;
  const { data: projects } = await readTenant(org, null, ({ tx, scope }) =>
    listProjects(tx, scope.organizationId, visibleProjects(scope)),
  );
  const project = projects.find(({ slug }) => slug === last?.project) ?? projects[0];
  redirect(project ? paths.project({ org, project: project.slug }) : paths.organization({ org }));
}
