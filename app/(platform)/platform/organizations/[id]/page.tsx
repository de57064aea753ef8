import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DoButton } from "#app/forms/do-button.tsx";
import { ReasonDialog } from "#app/forms/reason-dialog.tsx";
import { reasonWords } from "#app/forms/reason-words.ts";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead, Section } from "#components/shell/page.tsx";
import { Kv } from "#components/ui/kv.tsx";
import { Note } from "#components/ui/note.tsx";
import { Time } from "#components/ui/time.tsx";
import { readPlatform } from "#lib/domain/access/page.ts";
import type { OrganizationRow } from "#lib/domain/platform/data.ts";
import { getOrganization, listPeople, listProjectsOf } from "#lib/domain/platform/data.ts";
import { partFilter } from "#lib/domain/platform/schema.ts";
import { idIn } from "#lib/infra/db/id.ts";
import { resumeOrganizationAction, suspendOrganizationAction } from "../../actions.ts";
import { OrganizationState } from "../state.tsx";
import { Parts } from "./parts.tsx";
import { TierForm } from "./tier-form.tsx";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("platform.organization"))("title") };
}

/** One organization: its projects and people, and whether it may be used at all. */
export default async function OrganizationPage({ params, searchParams }: Props) {
  const [{ id: address }, query] = await Promise.all([params, searchParams]);
  const id = idIn(address);
  if (!id) notFound();
  const filter = partFilter.parse({
    q: query.q ?? "",
    tab: query.tab ?? "people",
    before: query.before ?? null,
    after: query.after ?? null,
  });
  const { viewer, data } = await readPlatform("platform:read", async ({ tx }) => ({
    found: await getOrganization(tx, id),
    list:
      filter.tab === "people"
        ? { people: await listPeople(tx, id, filter) }
        : { projects: await listProjectsOf(tx, id, filter) },
  }));
  const { found, list } = data;
  if (!found) notFound();
  const [t, suspend, p, c] = await Promise.all([
    getTranslations("platform.organization"),
    getTranslations("platform.organization.suspend"),
    getTranslations("platform"),
    getTranslations("common"),
  ]);
  const { displayName: name, state } = found;
  return (
    <Texts of={["platform.organization.tierForm", "common.tier"]}>
      <Page
        crumbs={[
          { label: p("title"), href: paths.platform() },
          { label: p("organizations.title"), href: paths.platformOrganizations() },
          { label: name },
        ]}
      >
        <LiveRefresh topics={["organizations", "projects", "members"]} />
        <PageHead
          above={<OrganizationState state={state as OrganizationRow["state"]} />}
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
              [
                t("tier"),
                state === "deleted" ? (
                  c(`tier.${found.tier}`)
                ) : (
                  <TierForm key={found.tier} organizationId={id} name={name} tier={found.tier} />
                ),
              ],
              [t("contact"), found.contactEmail],
              [t("created"), <Time key="created" at={found.createdAt} />],
              [t("activity"), found.lastActivity && <Time key="activity" at={found.lastActivity} />],
              [t("deleteAfter"), found.deleteAfter && <Time key="deleteAfter" at={found.deleteAfter} />],
            ]}
          />
        </Section>
        <div className="mt-8">
          <Parts organization={found} filter={filter} list={list} viewer={viewer.userId} />
        </div>
      </Page>
    </Texts>
  );
}
