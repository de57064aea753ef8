import { useTranslations } from "next-intl";
import { UsableState } from "#app/credentials/state-mark.tsx";
import { paths } from "#app/paths.ts";
import { Section } from "#components/shell/page.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import type { SharedCredential } from "#lib/domain/sharing/data.ts";

/** What the project has from its organization: that it is there and works, and no more. Nothing where it has none. */
export function SharedTable({
  organization,
  credentials,
  manages,
}: {
  organization: { slug: string; displayName: string };
  credentials: SharedCredential[];
  /** Whether whoever looks manages the organization's credentials. */
  manages: boolean;
}) {
  const t = useTranslations("sharing");
  const provider = useTranslations("common.provider");
  if (credentials.length === 0) return null;
  return (
    <Section
      title={t("shared.title")}
      action={
        manages && (
          <ButtonLink size="s" href={paths.organizationCredentials({ org: organization.slug })}>
            {t("shared.manage")}
          </ButtonLink>
        )
      }
    >
      <p className="mb-4 max-w-form text-ink-2">
        {t("shared.lead", { organization: organization.displayName })}
      </p>
      <Table caption={t("shared.caption")} plain>
        <TableHead>
          <HeadCell>{t("head.name")}</HeadCell>
          <HeadCell>{t("head.kind")}</HeadCell>
          <HeadCell>{t("head.tested")}</HeadCell>
        </TableHead>
        <TableBody>
          {credentials.map(({ id, name, kind, hidden, ...credential }) => (
            <Row key={id}>
              <Cell first>
                <span className="wrap-anywhere">{name}</span>
                {hidden && <Sub>{t("shared.hidden")}</Sub>}
              </Cell>
              <Cell dim>{provider(kind)}</Cell>
              <Cell>
                <UsableState credential={credential} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}
