import { readOwn, readProject, readTenant } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { visibleProjects } from "#lib/domain/access/scope.ts";
import { listCredentials } from "#lib/domain/credentials/data.ts";
import { answersChat } from "#lib/domain/credentials/kinds/index.ts";
import { lastProvider } from "#lib/domain/identity/data.ts";
import { signInProviders } from "#lib/domain/identity/sign-in.ts";
import { listOpenInvitations } from "#lib/domain/invitations/data.ts";
import { findOpenings } from "#lib/domain/joining/data.ts";
import { getOnboarding } from "#lib/domain/onboarding/data.ts";
import { openStep, type Progress } from "#lib/domain/onboarding/rules.ts";
import { lastRequest, listOwnOrganizations } from "#lib/domain/organizations/data.ts";
import { getProject, listProjects, listSteps } from "#lib/domain/projects/data.ts";
import { getSession } from "#lib/domain/sessions/data.ts";
import { listUsable } from "#lib/domain/sessions/usable.ts";
import { getSettings } from "#lib/domain/settings/data.ts";

export type Wizard = Awaited<ReturnType<typeof readWizard>>;
export type WizardProject = NonNullable<Wizard["project"]>;

/**
 * Everything the wizard shows, for the step that was asked for or, where that is not open yet, the furthest one. What was
 * taken away since (an organization left, a project deleted) opens its step again.
 */
export async function readWizard(asked: string | undefined) {
  const { viewer, data } = await readOwn(async ({ tx, viewer }) => ({
    organizations: await listOwnOrganizations(tx, viewer.userId),
    onboarding: await getOnboarding(tx, viewer.userId),
    provider: await lastProvider(tx, viewer.userId),
    request: await lastRequest(tx, viewer.userId),
    creation: (await getSettings(tx)).organizationCreation,
  }));
  const { organizations, onboarding } = data;
  const invitations = await listOpenInvitations(viewer.emailVerified ? viewer.email : null);
  const openings = await findOpenings(viewer);
  const organization = organizations.find(({ id }) => id === onboarding?.organizationId) ?? null;
  const project =
    organization && onboarding?.projectId
      ? await readWizardProject(organization.slug, onboarding.projectId, onboarding.sessionId)
      : null;
  const progress: Progress = {
    youAt: onboarding?.youAt ?? null,
    organizationAt: organization ? (onboarding?.organizationAt ?? null) : null,
    projectAt: project ? (onboarding?.projectAt ?? null) : null,
    credentialAt: project?.credentials.length ? (project.credentials[0]?.updatedAt ?? null) : null,
    // Of this project: the one the wizard made first may have been deleted since.
    provisionedAt: project?.detail.readyAt ?? null,
    finishedAt: project?.session ? (onboarding?.finishedAt ?? null) : null,
  };
  return {
    viewer,
    provider: signInProviders().find(({ id }) => id === data.provider)?.label ?? data.provider,
    organizations,
    invitations,
    openings,
    request: data.request,
    creation: viewer.platformAdmin ? ("free" as const) : data.creation,
    organization,
    project,
    progress,
    step: openStep(progress, asked),
    startedAt: onboarding?.startedAt ?? viewer.signedInAt,
  };
}

async function readWizardProject(org: string, projectId: string, sessionId: string | null) {
  const { data: projects } = await readTenant(org, null, ({ tx, scope }) =>
    listProjects(tx, scope.organizationId, visibleProjects(scope)),
  );
  const found = projects.find(({ id }) => id === projectId);
  if (!found || found.phase === "Deleting") return null;
  const { scope, data } = await readProject(
    { org, project: found.slug },
    "project:read",
    async ({ tx, scope }) => ({
      detail: await getProject(tx, scope.projectId),
      steps: await listSteps(tx, scope.projectId),
      credentials: can(scope.holder, "credentials:read") ? await listCredentials(tx, scope.projectId) : [],
      callable: can(scope.holder, "credentials:read")
        ? (await listUsable(tx, scope.projectId)).filter(({ kind }) => answersChat(kind))
        : [],
      session: sessionId ? await getSession(tx, scope.projectId, sessionId) : null,
    }),
  );
  return {
    place: { org, project: found.slug },
    mayManageCredentials: can(scope.holder, "credentials:manage"),
    ...data,
  };
}
