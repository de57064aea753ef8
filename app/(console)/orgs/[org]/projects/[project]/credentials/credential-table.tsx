import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { CodeId } from "#components/ui/code-id.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { Time } from "#components/ui/time.tsx";
import type { CredentialRow } from "#lib/domain/credentials/data.ts";
import { RowActions } from "./row-actions.tsx";
import { TestMark } from "./test-mark.tsx";

/** Each credential with what tells it apart, and whether it works. The key itself is nowhere here to show. */
export function CredentialTable({
  place,
  namespace,
  credentials,
}: {
  place: { org: string; project: string };
  namespace: string;
  credentials: CredentialRow[];
}) {
  const t = useTranslations("credentials");
  const c = useTranslations("common");
  return (
    <Table caption={t("caption")} rows="tall" plain>
      <TableHead>
        <HeadCell>{t("head.name")}</HeadCell>
        <HeadCell>{t("head.key")}</HeadCell>
        <HeadCell>{t("head.tested")}</HeadCell>
        <HeadCell num>{t("head.used")}</HeadCell>
        <HeadCell>{t("head.changed")}</HeadCell>
        <HeadCell hidden>{t("head.actions")}</HeadCell>
      </TableHead>
      <TableBody>
        {credentials.map((credential) => (
          <Row key={credential.id}>
            <Cell first>
              <span className="font-mid">{credential.name}</span>
              <Sub inline>{c(`provider.${credential.kind}`)}</Sub>
            </Cell>
            <Cell first className="md:whitespace-nowrap">
              {credential.lastFour && <span className="font-mono text-xs">…{credential.lastFour}</span>}
              <span className="block">
                <CodeId
                  short={`${credential.fingerprint.slice(0, 4)} ${credential.fingerprint.slice(4, 8)} …`}
                  copyLabel={t("copyFingerprint", { name: credential.name })}
                >
                  {credential.fingerprint}
                </CodeId>
              </span>
            </Cell>
            <Cell>
              <TestMark credential={credential} />
            </Cell>
            <Cell num label={t("used")}>
              {formatNumber(credential.sessions)}
            </Cell>
            <Cell dim className="md:whitespace-nowrap">
              <Time at={credential.updatedAt} />
              <Sub inline>
                {credential.updatedBy ? t("by", { name: credential.updatedBy }) : t("byFormer")}
              </Sub>
            </Cell>
            <Cell act>
              <RowActions
                place={place}
                namespace={namespace}
                credential={{
                  id: credential.id,
                  kind: credential.kind,
                  name: credential.name,
                  fingerprint: credential.fingerprint,
                  lastFour: credential.lastFour,
                  sessions: credential.sessions,
                }}
              />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
