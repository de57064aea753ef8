import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DoButton } from "#app/forms/do-button.tsx";
import { ReasonDialog } from "#app/forms/reason-dialog.tsx";
import { reasonWords } from "#app/forms/reason-words.ts";
import { paths } from "#app/paths.ts";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead, Section } from "#components/shell/page.tsx";
import { Kv } from "#components/ui/kv.tsx";
import { Note } from "#components/ui/note.tsx";
import { Time } from "#components/ui/time.tsx";
import { readPlatform } from "#lib/domain/access/page.ts";
import type { TenantRow } from "#lib/domain/platform/data.ts";
import { getTenant } from "#lib/domain/platform/data.ts";
import { idIn } from "#lib/infra/db/id.ts";
import { resumeOrganizationAction, suspendOrganizationAction } from "../../actions.ts";
import { OrganizationState } from "../state.tsx";
import { Members } from "./members.tsx";
import { Projects } from "./projects.tsx";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("platform.tenant"))("title") };
}

/** One organization: its projects and people, and whether it may be used at all. */
export default async function OrganizationPage({ params }: Props) {
  const id = idIn((await params).id);
  if (!id) notFound();
  const { viewer, data: found } = await readPlatform("platform:read", ({ tx }) => getTenant(tx, id));
  if (!found) notFound();
  const [t, suspend, p, c] = await Promise.all([
    getTranslations("platform.tenant"),
    getTranslations("platform.tenant.suspend"),
    getTranslations("platform"),
    getTranslations("common"),
  ]);
  const { displayName: name, state, projects, members } = found;
  return (
    <Page
      crumbs={[
        { label: p("title"), href: paths.platform() },
        { label: p("tenants.title"), href: paths.platformOrganizations() },
        { label: name },
      ]}
    >
      <LiveRefresh topics={["organizations", "projects", "members"]} />
      <PageHead
        above={<OrganizationState state={state as TenantRow["state"]} />}
        title={name}
        actions={
          state === "active" ? (
            <ReasonDialog
              variant="danger"
              danger
              action={suspendOrganizationAction}
              input={{ organizationId: id }}
              words={reasonWords(suspend, name)}
              done={suspend("done", { name })}
            />
          ) : (
            state === "suspended" && (
              <DoButton
                action={resumeOrganizationAction}
                input={{ organizationId: id }}
                done={t("resumed", { name })}
              >
                {t("resume")}
              </DoButton>
            )
          )
        }
      />
      {found.stateReason && (
        <Note kind="off" className="mb-8" after={found.stateAt && <Time at={found.stateAt} />}>
          {found.stateReason}
        </Note>
      )}
      <Section title={t("facts")}>
        <Kv
          items={[
            [t("slug"), <code key="slug">{found.slug}</code>],
            [t("tier"), c(`tier.${found.tier}`)],
            [t("contact"), found.contactEmail],
            [t("created"), <Time key="created" at={found.createdAt} />],
            [t("activity"), found.lastActivity && <Time key="activity" at={found.lastActivity} />],
            [t("deleteAfter"), found.deleteAfter && <Time key="deleteAfter" at={found.deleteAfter} />],
          ]}
        />
      </Section>
      <Section title={t("projects.title")} note={projects.length || undefined}>
        <Projects projects={projects} />
      </Section>
      <Section title={t("members.title")} note={members.length || undefined}>
        <Members organization={found} members={members} viewer={viewer.userId} />
      </Section>
    </Page>
  );
}
