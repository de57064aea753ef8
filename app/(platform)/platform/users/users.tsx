import Link from "next/link";
import { useTranslations } from "next-intl";
import { Find } from "#app/forms/find.tsx";
import { paths } from "#app/paths.ts";
import { Paged } from "#components/table/paged.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { DASH, formatNumber } from "#components/ui/format.ts";
import { State } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { UserRow } from "#lib/domain/platform/data.ts";
import type { UserFilter } from "#lib/domain/platform/schema.ts";
import type { Page } from "#lib/infra/db/keyset.ts";

/** The people, newest first, a page at a time. */
export function Users({ filter, page }: { filter: UserFilter; page: Page<UserRow> }) {
  const t = useTranslations("platform.users");
  const { q } = filter;
  return (
    <>
      <div className="mb-3">
        <Find
          action={paths.platformUsers()}
          q={q}
          clearHref={paths.platformUsers()}
          words={{
            label: t("find.label"),
            placeholder: t("find.placeholder"),
            submit: t("find.submit"),
            found: t("find.found", { q }),
            clear: t("find.clear"),
          }}
        />
      </div>
      <Paged
        page={page}
        at={filter}
        link={(at) => paths.platformUsers({ q, ...at })}
        summary={t("shown", { count: page.rows.length })}
        empty={<Empty title={t("noneTitle")}>{t("none")}</Empty>}
      >
        <Table caption={t("caption")} rows="tall" plain>
          <TableHead>
            <HeadCell>{t("head.person")}</HeadCell>
            <HeadCell>{t("head.state")}</HeadCell>
            <HeadCell num>{t("head.organizations")}</HeadCell>
            <HeadCell num>{t("head.signIns")}</HeadCell>
            <HeadCell num>{t("head.last")}</HeadCell>
          </TableHead>
          <TableBody>
            {page.rows.map((user) => (
              <Row key={user.id}>
                <Cell first>
                  <Link href={paths.platformUser({ id: user.id })} className="link font-mid">
                    {user.displayName}
                  </Link>
                  <Sub>{user.email}</Sub>
                </Cell>
                <Cell>
                  {user.suspendedAt ? (
                    <State kind="off">{t("state.suspended")}</State>
                  ) : (
                    <State kind={user.signIns > 0 ? "running" : "ended"}>
                      {t(user.signIns > 0 ? "state.signedIn" : "state.away")}
                    </State>
                  )}
                </Cell>
                <Cell num label={t("head.organizations")}>
                  {formatNumber(user.organizations)}
                </Cell>
                <Cell num label={t("head.signIns")}>
                  {formatNumber(user.signIns)}
                </Cell>
                <Cell num dim label={t("head.last")}>
                  {user.lastSignInAt ? <Time at={user.lastSignInAt} /> : DASH}
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      </Paged>
    </>
  );
}
