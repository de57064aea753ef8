import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DoButton } from "#app/forms/do-button.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead, TwoColumns } from "#components/shell/page.tsx";
import { CodeId } from "#components/ui/code-id.tsx";
import { readProject } from "#lib/domain/access/page.ts";
import { listAuditOf } from "#lib/domain/audit/data.ts";
import { getCredential, listOpenChanges, listUses } from "#lib/domain/credentials/data.ts";
import { noteSeen } from "#lib/domain/credentials/mutations.ts";
import { idIn } from "#lib/infra/db/id.ts";
import { keysetIn } from "#lib/infra/db/keyset.ts";
import { retestCredentialAction } from "../actions.ts";
import { CredentialMenu } from "../credential-menu.tsx";
import { Fetched } from "../fetched-mark.tsx";
import { menuRow } from "../menu-row.ts";
import { OpenChanges } from "../open-changes.tsx";
import { OutsideNotes } from "../outside-notes.tsx";
import { CredentialState } from "../state-mark.tsx";
import { Facts, Readers } from "./facts.tsx";
import { History } from "./history.tsx";
import { LastTest } from "./last-test.tsx";
import { UsedBy } from "./used-by.tsx";

type Props = {
  params: Promise<{ org: string; project: string; credential: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("credentials"))("detail.credential") };
}

/** One credential, for those who manage it: how it stands, who uses it, what was done with it. Its value is nowhere to show. */
export default async function CredentialPage({ params, searchParams }: Props) {
  const [{ credential: id, ...place }, query, t] = await Promise.all([
    params,
    searchParams,
    getTranslations("credentials"),
  ]);
  const at = keysetIn(query);
  const { scope, data } = await readProject(place, "credentials:manage", async ({ tx, scope }) => {
    const { organizationId, projectId } = scope;
    const credentialId = idIn(id);
    const credential = credentialId && (await getCredential(tx, projectId, credentialId));
    if (!credential) return null;
    const part = { organizationId, projectId };
    const uses = await listUses(tx, { projectId, credentialId }, at);
    const history = await listAuditOf(tx, part, { kind: "credential", id: credentialId });
    const open = await listOpenChanges(tx, projectId);
    await noteSeen(tx, scope);
    return { credential, uses, history, open };
  });
  if (!data) notFound();
  const { credential, uses, history } = data;
  const { name, secretKey, testable, testing } = credential;
  return (
    <Texts
      of={[
        "credentials.dialog",
        "credentials.row",
        "credentials.expiry",
        "credentials.outside",
        "credentials.settings",
        "credentials.settle",
        "dialog",
        "credentialForm",
        "references",
        "credentialKinds",
        "credentialTest",
        "common.provider",
      ]}
    >
      <Page
        crumbs={[
          { label: scope.organization.displayName, href: paths.organization(place) },
          { label: scope.project.displayName, href: paths.project(place) },
          { label: t("title"), href: paths.credentials(place) },
          { label: name },
        ]}
      >
        <LiveRefresh topics={["credentials"]} where={{ project: scope.projectId }} />
        <PageHead
          above={
            <>
              <CredentialState credential={credential} />
              <span aria-hidden="true" className="text-ink-3">
                ·
              </span>
              <CodeId copyLabel={t("detail.copyKey")}>{secretKey}</CodeId>
            </>
          }
          title={name}
          actions={
            <>
              <DoButton
                icon="redo"
                reason={testable ? testing && t("row.testRunning") : t("row.testOff")}
                action={retestCredentialAction.bind(null, place)}
                input={{ credentialId: credential.id }}
                done={t("row.testAsked", { name })}
              >
                {t("row.test")}
              </DoButton>
              <CredentialMenu
                place={place}
                namespace={scope.project.namespace}
                credential={menuRow(credential)}
                here
              />
            </>
          }
        />
        <OpenChanges place={place} changes={data.open.filter((change) => change.secretKey === secretKey)} />
        <OutsideNotes place={place} namespace={scope.project.namespace} credentials={[credential]} />
        <TwoColumns
          aside={
            <>
              <Facts place={place} credential={credential} />
              <Readers place={place} />
            </>
          }
        >
          <Fetched credential={credential} />
          <LastTest credential={credential} />
          <UsedBy place={place} credential={credential} page={uses} at={at} />
          <History place={place} name={name} rows={history} />
        </TwoColumns>
      </Page>
    </Texts>
  );
}
