import { useTranslations } from "next-intl";
import { UsableState } from "#app/credentials/state-mark.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import type { UsableCredential } from "#lib/domain/credentials/data.ts";

/** That there are credentials, for those who may not manage them: no fingerprint, no characters of the value, no settings. */
export function SeenTable({ credentials }: { credentials: UsableCredential[] }) {
  const t = useTranslations("credentials");
  const c = useTranslations("common");
  return (
    <Table caption={t("seenTitle")} plain>
      <TableHead>
        <HeadCell>{t("head.name")}</HeadCell>
        <HeadCell>{t("head.kind")}</HeadCell>
        <HeadCell>{t("head.state")}</HeadCell>
      </TableHead>
      <TableBody>
        {credentials.map((credential) => (
          <Row key={credential.id}>
            <Cell first>{credential.name}</Cell>
            <Cell dim>{c(`provider.${credential.kind}`)}</Cell>
            <Cell>
              <UsableState credential={credential} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
