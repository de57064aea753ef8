import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead, Section } from "#components/shell/page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { List } from "#components/ui/kv.tsx";
import { Phase } from "#components/ui/phase.tsx";
import { Said } from "#components/ui/said.tsx";
import { Elapsed } from "#components/ui/time.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { getRemoval, listSteps } from "#lib/domain/projects/data.ts";
import { countActive } from "#lib/domain/sessions/data.ts";

type Props = { params: Promise<{ org: string; removal: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("danger") };
}

/** Follows a project that is being deleted until its namespace is gone, for those who could see the project. */
export default async function RemovalPage({ params }: Props) {
  const { org, removal: id } = await params;
  const t = await getTranslations("settings.deleting");
  const { scope, data } = await readTenant(org, null, async ({ tx, scope }) => {
    if (!can(scope.holder, "projects:read-all") && !scope.projectRoles.has(id)) return null;
    const removal = await getRemoval(tx, scope.organizationId, id);
    return removal && { removal, steps: await listSteps(tx, id), active: await countActive(tx, id) };
  });
  if (!data) notFound();
  const { removal, steps, active } = data;
  const gone = removal.goneAt !== null;
  const name = removal.displayName;
  return (
    <Page
      crumbs={[{ label: scope.organization.displayName, href: paths.organization({ org }) }, { label: name }]}
    >
      <LiveRefresh topics={["projects", "provisioning", "sessions"]} where={{ project: id }} />
      <PageHead
        title={t(gone ? "titleGone" : "title", { name })}
        lead={gone ? t("leadGone", { namespace: removal.namespace }) : t("lead")}
        actions={
          gone && (
            <ButtonLink href={paths.organization({ org })} variant="solid">
              {t("back", { organization: scope.organization.displayName })}
            </ButtonLink>
          )
        }
      />
      <Phase
        label={t("steps")}
        stages={[
          { label: t("asked"), state: "done" },
          {
            label: t("sessions"),
            state: gone || active === 0 ? "done" : "running",
            detail: t("sessionsLeft", { count: gone ? 0 : active }),
          },
          {
            label: t("objects"),
            state: gone || steps.length === 0 ? "done" : "running",
            detail: t("objectsLeft", { count: gone ? 0 : steps.length }),
          },
          {
            label: t("namespace"),
            state: gone ? "done" : "starting",
            detail: <Elapsed since={removal.askedAt} until={removal.goneAt} />,
          },
        ]}
      />
      {!gone && (
        <div className="grid gap-6">
          {removal.message && (
            <Said label={t("said")} calm>
              {removal.message}
            </Said>
          )}
          {steps.length > 0 && (
            <Section title={t("left")} note={steps.length} className="max-w-form">
              <List>
                {steps.map((step) => (
                  <li key={`${step.kind} ${step.name}`} className="flex gap-3">
                    <span className="w-36 text-ink-3">{step.kind}</span>
                    <span className="min-w-0 font-mono text-xs leading-5 wrap-anywhere">{step.name}</span>
                  </li>
                ))}
              </List>
            </Section>
          )}
        </div>
      )}
    </Page>
  );
}
