import Link from "next/link";
import { useTranslations } from "next-intl";
import { ReasonDialog } from "#app/forms/reason-dialog.tsx";
import { reasonWords } from "#app/forms/reason-words.ts";
import { paths } from "#app/paths.ts";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { State } from "#components/ui/state.tsx";
import type { TenantPersonRow } from "#lib/domain/platform/data.ts";
import { startViewingAction } from "../../actions.ts";

/** The people with a role in the organization or in its projects, the newest first. */
export function Members({
  organization,
  people,
  viewer,
}: {
  organization: { id: string; slug: string; state: string };
  people: TenantPersonRow[];
  viewer: string;
}) {
  const v = useTranslations("platform.organization.viewAs");
  const t = useTranslations("platform.organization.members");
  const c = useTranslations("common");
  return (
    <Table caption={t("title")} rows="tall" plain>
      <TableHead>
        <HeadCell>{t("person")}</HeadCell>
        <HeadCell>{t("role")}</HeadCell>
        <HeadCell>{t("state")}</HeadCell>
        <HeadCell num>{t("projects")}</HeadCell>
        <HeadCell hidden>{t("actions")}</HeadCell>
      </TableHead>
      <TableBody>
        {people.map(({ id, displayName, email, suspendedAt, role, projects }) => (
          <Row key={id}>
            <Cell first>
              <Link href={paths.platformUser({ id })} className="link font-mid">
                {displayName}
              </Link>
              <Sub>{email}</Sub>
            </Cell>
            <Cell dim>{c(`role.${role ?? "none"}`)}</Cell>
            <Cell dim>{suspendedAt && <State kind="off">{t("suspended")}</State>}</Cell>
            <Cell num label={t("inProjects")}>
              {formatNumber(projects)}
            </Cell>
            <Cell act>
              {organization.state === "active" && !suspendedAt && id !== viewer && (
                <ReasonDialog
                  size="s"
                  action={startViewingAction}
                  input={{ organizationId: organization.id, userId: id }}
                  leadsTo={paths.organization({ org: organization.slug })}
                  words={reasonWords(v, displayName)}
                  name={v("name", { name: displayName })}
                />
              )}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
