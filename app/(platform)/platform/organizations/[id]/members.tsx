import Link from "next/link";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { State } from "#components/ui/state.tsx";
import type { getTenant } from "#lib/domain/platform/data.ts";

type Tenant = NonNullable<Awaited<ReturnType<typeof getTenant>>>;

/** The people with a role in the organization itself, by name. */
export function Members({ members }: Pick<Tenant, "members">) {
  const t = useTranslations("platform.tenant.members");
  const c = useTranslations("common");
  if (members.length === 0) return <p className="text-ink-3">{t("empty")}</p>;
  return (
    <Table caption={t("title")} rows="tall" plain>
      <TableHead>
        <HeadCell>{t("person")}</HeadCell>
        <HeadCell>{t("role")}</HeadCell>
        <HeadCell>{t("state")}</HeadCell>
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
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
