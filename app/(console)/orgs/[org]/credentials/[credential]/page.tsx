import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { CredentialView, credentialTexts, readCredential } from "#app/credentials/credential-view.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page } from "#components/shell/page.tsx";
import { recordLook } from "#lib/domain/access/mutations.ts";
import { readTenant } from "#lib/domain/access/page.ts";
import { organizationSecret } from "#lib/domain/clusters/contract/brought.ts";
import { readBound } from "#lib/domain/sharing/data.ts";
import { offeredStores } from "#lib/domain/stores/rules.ts";
import { keysetIn } from "#lib/infra/db/keyset.ts";
import { webEnv } from "#lib/infra/env/index.ts";

type Props = {
  params: Promise<{ org: string; credential: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("credentials"))("detail.credential") };
}

/** One credential of the organization, whichever projects have it. */
export default async function OrganizationCredentialPage({ params, searchParams }: Props) {
  const [{ org, credential: id }, query, t] = await Promise.all([
    params,
    searchParams,
    getTranslations("sharing"),
  ]);
  const at = keysetIn(query);
  const { scope, data } = await readTenant(org, "organization-credentials:manage", async ({ tx, scope }) => {
    const { organizationId } = scope;
    const found = await readCredential(tx, { organizationId, projectId: null }, id, at);
    if (!found) return null;
    await recordLook(tx, scope, { action: "organization-credentials.see" });
    return { ...found, bound: await readBound(tx, organizationId) };
  });
  if (!data) notFound();
  const { credential, bound } = data;
  return (
    <Texts of={[...credentialTexts]}>
      <Page
        crumbs={[
          { label: scope.organization.displayName, href: paths.organization({ org }) },
          { label: t("title"), href: paths.organizationCredentials({ org }) },
          { label: credential.name },
        ]}
      >
        <LiveRefresh topics={["credentials", "projects"]} />
        <CredentialView
          place={{ org }}
          secret={organizationSecret(org)}
          data={data}
          at={at}
          stores={offeredStores(webEnv().PORTICO_EXTERNAL_STORES, scope)}
          projects={bound.get(credential.id) ?? { count: 0, names: [] }}
        />
      </Page>
    </Texts>
  );
}
