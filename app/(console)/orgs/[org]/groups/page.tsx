import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead, Section } from "#components/shell/page.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { listKnownGroups, listMappings, previewMapping } from "#lib/domain/groups/data.ts";
import { listProjects } from "#lib/domain/projects/data.ts";
import { type Asked, readAsked } from "./asked.ts";
import { MappingForm } from "./mapping-form.tsx";
import { MappingPreview } from "./mapping-preview.tsx";
import { MappingTable } from "./mapping-table.tsx";

type Props = { params: Promise<{ org: string }>; searchParams: Promise<Asked> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("groups"))("title") };
}

/** Which groups of which issuer bring which role. A new one is looked at in the address, then saved. */
export default async function GroupsPage({ params, searchParams }: Props) {
  const [{ org }, asked] = await Promise.all([params, searchParams]);
  const [t, reasons] = await Promise.all([getTranslations("groups"), getTranslations("reasons")]);
  const { mapping, problem } = readAsked(asked);
  const { scope, data } = await readTenant(org, "groups:manage", async ({ tx, scope }) => {
    const { organizationId } = scope;
    return {
      mappings: await listMappings(tx, organizationId),
      known: await listKnownGroups(tx, organizationId),
      projects: await listProjects(tx, organizationId, null),
      preview: mapping ? await previewMapping(tx, organizationId, mapping) : null,
    };
  });
  const { displayName } = scope.organization;
  const project = mapping?.at === "project" ? data.projects.find(({ id }) => id === mapping.projectId) : null;
  return (
    <Texts of={["groups.row", "groups.save", "dialog"]}>
      <Page crumbs={[{ label: displayName, href: paths.organization({ org }) }, { label: t("title") }]}>
        <LiveRefresh topics={["groups", "members"]} />
        <PageHead title={t("title")} lead={t("lead")} />
        {data.mappings.length === 0 ? (
          <Empty title={t("none")}>{t("noneText")}</Empty>
        ) : (
          <MappingTable org={org} mappings={data.mappings} />
        )}
        <Section title={t("form.title")}>
          <MappingForm
            org={org}
            known={data.known}
            projects={data.projects}
            asked={asked}
            problem={problem && { ...problem, message: reasons(problem.reason) }}
          />
        </Section>
        {mapping && data.preview && (mapping.at === "organization" || project) && (
          <div className="mt-8">
            <MappingPreview
              org={org}
              mapping={mapping}
              place={project?.displayName ?? displayName}
              preview={data.preview}
            />
          </div>
        )}
      </Page>
    </Texts>
  );
}
