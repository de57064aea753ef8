import { useTranslations } from "next-intl";
import { PageHead, TwoColumns } from "#components/shell/page.tsx";
import { CodeId } from "#components/ui/code-id.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import { type AuditRow, listAuditOf } from "#lib/domain/audit/data.ts";
import {
  type ChangeRow,
  type CredentialRow,
  getCredential,
  listOpenChanges,
  listUses,
  type UsingSession,
} from "#lib/domain/credentials/data.ts";
import type { Bound } from "#lib/domain/sharing/data.ts";
import type { OfferedStore } from "#lib/domain/stores/rules.ts";
import { idIn } from "#lib/infra/db/id.ts";
import type { Keyset, Page } from "#lib/infra/db/keyset.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { CredentialMenu } from "./credential-menu.tsx";
import { Facts, Readers } from "./facts.tsx";
import { Fetched } from "./fetched-mark.tsx";
import { History } from "./history.tsx";
import { LastTest } from "./last-test.tsx";
import { menuRow, type Ref } from "./menu-row.ts";
import { OpenChanges } from "./open-changes.tsx";
import { OutsideNotes } from "./outside-notes.tsx";
import { CredentialState } from "./state-mark.tsx";
import { TestButton } from "./test-button.tsx";
import { UsedBy } from "./used-by.tsx";

export type CredentialData = {
  credential: CredentialRow;
  uses: Page<UsingSession>;
  history: AuditRow[];
  open: ChangeRow[];
};

/** What the page of a credential of a project, or (with null) of the organization, shows; null where there is none. */
export async function readCredential(
  tx: TenantTx,
  { organizationId, projectId }: { organizationId: string; projectId: string | null },
  id: string,
  at: Keyset,
): Promise<CredentialData | null> {
  const credentialId = idIn(id);
  const credential = credentialId && (await getCredential(tx, projectId, credentialId));
  if (!credential) return null;
  const place = { organizationId, ...(projectId === null ? {} : { projectId }) };
  const uses = await listUses(tx, { projectId, credentialId }, at);
  const history = await listAuditOf(tx, place, { kind: "credential", id: credentialId });
  const open = (await listOpenChanges(tx, projectId)).filter(
    ({ secretKey }) => secretKey === credential.secretKey,
  );
  return { credential, uses, history, open };
}

/** The texts that it and the list take to the browser. */
export const credentialTexts = [
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
] as const;

/** One credential, for those who manage it: how it stands, who uses it, what was done with it. Its value is nowhere to show. */
export function CredentialView({
  place,
  secret,
  data: { credential, uses, history, open },
  at,
  stores,
  projects = null,
}: {
  place: Place;
  secret: Ref;
  data: CredentialData;
  /** Stores that a value may be fetched from. */
  stores: OfferedStore[];
  at: Keyset;
  /** Of the organization's: the projects that have it. */
  projects?: Bound | null;
}) {
  const t = useTranslations("credentials.detail");
  const { name, secretKey } = credential;
  return (
    <>
      <PageHead
        above={
          <>
            <CredentialState credential={credential} />
            <span aria-hidden="true" className="text-ink-3">
              ·
            </span>
            <CodeId copyLabel={t("copyKey")}>{secretKey}</CodeId>
          </>
        }
        title={name}
        actions={
          <>
            <TestButton
              place={place}
              credential={{
                id: credential.id,
                name,
                testable: credential.testable,
                testing: credential.testing,
              }}
            />
            <CredentialMenu
              place={place}
              secret={secret}
              credential={menuRow(credential, projects)}
              stores={stores}
              here
            />
          </>
        }
      />
      <OpenChanges place={place} changes={open} />
      <OutsideNotes place={place} secret={secret} credentials={[credential]} />
      <TwoColumns
        aside={
          <>
            <Facts place={place} credential={credential} projects={projects} />
            <Readers place={place} />
          </>
        }
      >
        <Fetched place={place} credential={credential} />
        <LastTest credential={credential} />
        <UsedBy place={place} credential={credential} page={uses} at={at} />
        <History place={place} name={name} rows={history} />
      </TwoColumns>
    </>
  );
}
