import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { readTenant } from "#lib/domain/access/page.ts";
import { visibleProjects } from "#lib/domain/access/scope.ts";
import { listProjects } from "#lib/domain/projects/data.ts";
import { readBelongings } from "./frame/shared.ts";
import { lastPlaceCookie, readLastPlace } from "./last-place.ts";
import { paths } from "./paths.ts";

/** Sends everybody to where they have something to do: the wizard, their last project, or the platform's pages. */
export default async function Home() {
  const { viewer, organizations, onboarding } = await readBelongings();
  if (!viewer.viewing && onboarding && !onboarding.finishedAt && !onboarding.leftAt)
    redirect(paths.welcome());
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
