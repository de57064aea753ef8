import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { formatNumber } from "#components/ui/format.ts";
import type { MappingRow } from "#lib/domain/groups/data.ts";
import { RemoveMapping } from "./remove-mapping.tsx";

/** Each group with what it brings, and to how many. */
export function MappingTable({ org, mappings }: { org: string; mappings: MappingRow[] }) {
  const t = useTranslations("groups");
  const role = useTranslations("common.role");
  return (
    <Table caption={t("title")} rows="tall" plain>
      <TableHead>
        <HeadCell>{t("head.group")}</HeadCell>
        <HeadCell>{t("head.brings")}</HeadCell>
        <HeadCell num>{t("head.people")}</HeadCell>
        <HeadCell hidden>{t("head.actions")}</HeadCell>
      </TableHead>
      <TableBody>
        {mappings.map((row) => (
          <Row key={row.id}>
            <Cell first className="wrap-anywhere">
              <span className="font-mono text-xs">{row.groupName}</span>
              <Sub>{row.issuer}</Sub>
            </Cell>
            <Cell>
              {row.project
                ? t("inProject", { role: role(row.role), project: row.project.displayName })
                : t("inOrganization", { role: role(row.role) })}
            </Cell>
            <Cell num label={t("head.people")}>
              {formatNumber(row.people)}
            </Cell>
            <Cell act>
              <RemoveMapping org={org} id={row.id} group={row.groupName} people={row.people} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
