import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CredentialDialog } from "#app/credentials/credential-dialog.tsx";
import { CredentialTable } from "#app/credentials/credential-table.tsx";
import { credentialTexts } from "#app/credentials/credential-view.tsx";
import { OpenChanges } from "#app/credentials/open-changes.tsx";
import { OutsideNotes } from "#app/credentials/outside-notes.tsx";
import { providerHosts } from "#app/forms/credential-facts.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead, Section } from "#components/shell/page.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { recordLook } from "#lib/domain/access/mutations.ts";
import { readTenant } from "#lib/domain/access/page.ts";
import { organizationSecret } from "#lib/domain/clusters/contract/brought.ts";
import { listCredentials, listOpenChanges } from "#lib/domain/credentials/data.ts";
import { readBound, readMatrix } from "#lib/domain/sharing/data.ts";
import { offeredStores } from "#lib/domain/stores/rules.ts";
import { keysetIn } from "#lib/infra/db/keyset.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { BindingMatrix } from "./binding-matrix.tsx";

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sharing"))("title") };
}

/** The organization's credentials, and which of its projects have which. */
export default async function OrganizationCredentialsPage({ params, searchParams }: Props) {
  const [{ org }, query] = await Promise.all([params, searchParams]);
  const t = await getTranslations("sharing");
  const { scope, data } = await readTenant(org, "organization-credentials:manage", async ({ tx, scope }) => {
    const { organizationId } = scope;
    const credentials = await listCredentials(tx, null);
    const open = await listOpenChanges(tx, null);
    const matrix = await readMatrix(tx, organizationId, keysetIn(query));
    const bound = await readBound(tx, organizationId);
    if (credentials.length > 0) await recordLook(tx, scope, { action: "organization-credentials.see" });
    return { credentials, open, matrix, bound };
  });
  const { displayName } = scope.organization;
  const { credentials, matrix } = data;
  const secret = organizationSecret(org);
  const stores = offeredStores(webEnv().PORTICO_EXTERNAL_STORES, scope);
  return (
    <Texts of={["sharing", ...credentialTexts]}>
      <Page crumbs={[{ label: displayName, href: paths.organization({ org }) }, { label: t("title") }]}>
        <LiveRefresh topics={["credentials", "projects"]} />
        <PageHead
          title={t("title")}
          lead={t("lead", { organization: displayName })}
          actions={
            <CredentialDialog
              place={{ org }}
              secret={secret.name}
              namespace={secret.namespace}
              hosts={providerHosts()}
              taken={credentials.map((credential) => credential.secretKey)}
              stores={stores}
            />
          }
        />
        <OpenChanges place={{ org }} changes={data.open} />
        <OutsideNotes place={{ org }} secret={secret} credentials={credentials} />
        {credentials.length === 0 ? (
          <Empty title={t("emptyTitle")}>{t("empty")}</Empty>
        ) : (
          <>
            <CredentialTable
              place={{ org }}
              secret={secret}
              credentials={credentials}
              stores={stores}
              projects={data.bound}
            />
            <Section title={t("matrix.title")}>
              <p className="mb-4 max-w-form text-ink-2">{t("matrix.lead")}</p>
              {matrix.projects.rows.length === 0 ? (
                <Empty title={t("noProjects")} />
              ) : (
                <BindingMatrix
                  key={matrix.projects.rows[0]?.id}
                  org={org}
                  credentials={credentials.map(({ id, name, kind, secretKey }) => ({
                    id,
                    name,
                    kind,
                    secretKey,
                  }))}
                  projects={matrix.projects.rows}
                  bindings={matrix.bindings}
                  newer={matrix.projects.newer}
                  older={matrix.projects.older}
                />
              )}
            </Section>
          </>
        )}
      </Page>
    </Texts>
  );
}
