import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CredentialDialog } from "#app/credentials/credential-dialog.tsx";
import { CredentialTable } from "#app/credentials/credential-table.tsx";
import { credentialTexts } from "#app/credentials/credential-view.tsx";
import { OpenChanges } from "#app/credentials/open-changes.tsx";
import { OutsideNotes } from "#app/credentials/outside-notes.tsx";
import { CredentialFacts, providerHosts } from "#app/forms/credential-facts.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead, TwoColumns } from "#components/shell/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Note } from "#components/ui/note.tsx";
import { readProject } from "#lib/domain/access/page.ts";
import { can, effectiveProjectRole } from "#lib/domain/access/permissions.ts";
import { CREDENTIALS_SECRET } from "#lib/domain/clusters/contract/meta.ts";
import { listCredentials, listOpenChanges, listUsableCredentials } from "#lib/domain/credentials/data.ts";
import { noteSeen } from "#lib/domain/credentials/mutations.ts";
import { listShared } from "#lib/domain/sharing/data.ts";
import { offeredStores } from "#lib/domain/stores/rules.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { SeenTable } from "../seen-table.tsx";
import { SharedTable } from "../shared-table.tsx";

type Props = { params: Promise<{ org: string; project: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("credentials"))("title") };
}

/** A project's credentials: for admins to manage; who runs sessions with them sees that there are some. */
export default async function CredentialsPage({ params }: Props) {
  const place = await params;
  const [t, c] = await Promise.all([getTranslations("credentials"), getTranslations("common")]);
  const { scope, data } = await readProject(place, "credentials:read", async ({ tx, scope }) => {
    const shared = await listShared(tx, scope.projectId);
    if (!can(scope.holder, "credentials:manage"))
      return { shared, managed: null, open: [], seen: await listUsableCredentials(tx, scope.projectId) };
    const managed = await listCredentials(tx, scope.projectId);
    const open = await listOpenChanges(tx, scope.projectId);
    if (managed.length > 0) await noteSeen(tx, scope);
    return { shared, managed, open, seen: null };
  });
  const { project, holder } = scope;
  const secret = { name: CREDENTIALS_SECRET, namespace: project.namespace };
  const stores = offeredStores(webEnv().PORTICO_EXTERNAL_STORES, scope);
  const add = data.managed ? (
    <CredentialDialog
      place={place}
      secret={CREDENTIALS_SECRET}
      namespace={project.namespace}
      hosts={providerHosts()}
      taken={data.managed.map(({ secretKey }) => secretKey)}
      stores={stores}
    />
  ) : (
    <Button variant="solid" icon="plus" reason={t("addOff")} reasonAt="before">
      {t("add")}
    </Button>
  );
  const none = (data.managed ?? data.seen).length === 0;
  return (
    <Texts of={[...credentialTexts]}>
      <Page
        crumbs={[
          { label: scope.organization.displayName, href: paths.organization(place) },
          { label: project.displayName, href: paths.project(place) },
          { label: t("title") },
        ]}
      >
        <LiveRefresh topics={["credentials"]} where={{ project: scope.projectId }} />
        <PageHead title={t("title")} lead={t("lead", { project: project.displayName })} actions={add} />
        <TwoColumns
          aside={
            <section>
              <CredentialFacts />
            </section>
          }
        >
          <OpenChanges place={place} changes={data.open} />
          <OutsideNotes place={place} secret={secret} credentials={data.managed ?? []} />
          {none && <Empty title={t("emptyTitle")}>{data.managed ? t("empty") : t("emptySeen")}</Empty>}
          {!none && data.managed && (
            <CredentialTable place={place} secret={secret} credentials={data.managed} stores={stores} />
          )}
          {!none && data.seen && (
            <div className="grid gap-6">
              <Note kind="off">
                {t("seenNote", { role: c(`role.${effectiveProjectRole(holder) ?? "none"}`) })}
              </Note>
              <SeenTable credentials={data.seen} />
            </div>
          )}
          <SharedTable
            organization={scope.organization}
            credentials={data.shared}
            manages={can(holder, "organization-credentials:manage")}
          />
        </TwoColumns>
      </Page>
    </Texts>
  );
}
