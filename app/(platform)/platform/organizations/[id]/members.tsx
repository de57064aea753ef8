import Link from "next/link";
import { useTranslations } from "next-intl";
import { ReasonDialog } from "#app/forms/reason-dialog.tsx";
import { reasonWords } from "#app/forms/reason-words.ts";
import { paths } from "#app/paths.ts";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { State } from "#components/ui/state.tsx";
import type { getTenant } from "#lib/domain/platform/data.ts";
import { startViewingAction } from "../../actions.ts";

type Tenant = NonNullable<Awaited<ReturnType<typeof getTenant>>>;

/** The people with a role in the organization itself, by name. */
export function Members({
  organization,
  members,
  viewer,
}: Pick<Tenant, "members"> & { organization: Pick<Tenant, "id" | "slug" | "state">; viewer: string }) {
  const v = useTranslations("platform.tenant.viewAs");
  const t = useTranslations("platform.tenant.members");
  const c = useTranslations("common");
  if (members.length === 0) return <p className="text-ink-3">{t("empty")}</p>;
  return (
    <Table caption={t("title")} rows="tall" plain>
      <TableHead>
        <HeadCell>{t("person")}</HeadCell>
        <HeadCell>{t("role")}</HeadCell>
        <HeadCell>{t("state")}</HeadCell>
        <HeadCell hidden>{t("actions")}</HeadCell>
      </TableHead>
      <TableBody>
        {members.map(({ id, role, user }) => (
          <Row key={id}>
            <Cell first>
              <Link href={paths.platformUser({ id: user.id })} className="link font-mid">
                {user.displayName}
              </Link>
              <Sub>{user.email}</Sub>
            </Cell>
            <Cell dim>{c(`role.${role}`)}</Cell>
            <Cell dim>{user.suspendedAt && <State kind="off">{t("suspended")}</State>}</Cell>
            <Cell act>
              {organization.state === "active" && !user.suspendedAt && user.id !== viewer && (
                <ReasonDialog
                  size="s"
                  action={startViewingAction}
                  input={{ organizationId: organization.id, userId: user.id }}
                  leadsTo={paths.organization({ org: organization.slug })}
                  words={reasonWords(v, user.displayName)}
                  name={v("name", { name: user.displayName })}
                />
              )}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
