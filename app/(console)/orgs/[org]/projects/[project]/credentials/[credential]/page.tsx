import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { CredentialView, credentialTexts, readCredential } from "#app/credentials/credential-view.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page } from "#components/shell/page.tsx";
import { readProject } from "#lib/domain/access/page.ts";
import { CREDENTIALS_SECRET } from "#lib/domain/clusters/contract/meta.ts";
import { noteSeen } from "#lib/domain/credentials/mutations.ts";
import { offeredStores } from "#lib/domain/stores/rules.ts";
import { keysetIn } from "#lib/infra/db/keyset.ts";
import { webEnv } from "#lib/infra/env/index.ts";

type Props = {
  params: Promise<{ org: string; project: string; credential: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("credentials"))("detail.credential") };
}

/** One credential of a project. */
export default async function CredentialPage({ params, searchParams }: Props) {
  const [{ credential: id, ...place }, query, t] = await Promise.all([
    params,
    searchParams,
    getTranslations("credentials"),
  ]);
  const at = keysetIn(query);
  const { scope, data } = await readProject(place, "credentials:manage", async ({ tx, scope }) => {
    const found = await readCredential(tx, scope, id, at);
    if (found) await noteSeen(tx, scope);
    return found;
  });
  if (!data) notFound();
  return (
    <Texts of={[...credentialTexts]}>
      <Page
        crumbs={[
          { label: scope.organization.displayName, href: paths.organization(place) },
          { label: scope.project.displayName, href: paths.project(place) },
          { label: t("title"), href: paths.credentials(place) },
          { label: data.credential.name },
        ]}
      >
        <LiveRefresh topics={["credentials"]} where={{ project: scope.projectId }} />
        <CredentialView
          place={place}
          secret={{ name: CREDENTIALS_SECRET, namespace: scope.project.namespace }}
          data={data}
          at={at}
          stores={offeredStores(webEnv().PORTICO_EXTERNAL_STORES, scope)}
        />
      </Page>
    </Texts>
  );
}
