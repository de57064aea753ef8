import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { Paged } from "#components/table/paged.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { State, type StateKind } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { InvitationRow } from "#lib/domain/invitations/data.ts";
import type { Keyset, Page } from "#lib/infra/db/keyset.ts";
import { InvitationActions } from "./invitation-actions.tsx";

const kinds: Record<InvitationRow["state"], StateKind> = {
  open: "waiting",
  accepted: "done",
  expired: "ended",
  revoked: "off",
};

/** Invitations, newest first, also those that are over. */
export function InvitationTable({
  org,
  page,
  at,
  origin,
}: {
  org: string;
  page: Page<InvitationRow>;
  at: Keyset;
  origin: string;
}) {
  const t = useTranslations("members");
  const role = useTranslations("common.role");
  return (
    <Paged
      page={page}
      at={at}
      link={(edge) => paths.members({ org }, { tab: "invited", ...edge })}
      empty={
        <Empty
          underTabs
          title={t("invitations.none")}
          action={<ButtonLink href={paths.invite({ org })}>{t("invite")}</ButtonLink>}
        >
          {t("invitations.noneText")}
        </Empty>
      }
    >
      <Table caption={t("tabs.invited")} rows="tall" plain>
        <TableHead>
          <HeadCell>{t("invitations.head.state")}</HeadCell>
          <HeadCell>{t("invitations.head.address")}</HeadCell>
          <HeadCell>{t("head.role")}</HeadCell>
          <HeadCell>{t("invitations.head.by")}</HeadCell>
          <HeadCell hidden>{t("head.actions")}</HeadCell>
        </TableHead>
        <TableBody>
          {page.rows.map((row) => (
            <Row key={row.id}>
              <Cell first>
                <State kind={kinds[row.state]}>{t(`invitations.state.${row.state}`)}</State>
                {(row.state === "open" || row.state === "expired") && (
                  <Sub>
                    {t(`invitations.${row.state === "open" ? "until" : "since"}`)} <Time at={row.expiresAt} />
                  </Sub>
                )}
              </Cell>
              <Cell first className="wrap-anywhere">
                <span className="font-mid">{row.email}</span>
                {row.mail && row.state === "open" && (
                  <Sub>
                    {t(`invitations.mail.${row.mail.state}`)}
                    {row.mail.state === "failed" && row.mail.message && (
                      <span className="block font-mono">{row.mail.message}</span>
                    )}
                  </Sub>
                )}
              </Cell>
              <Cell>
                {role(row.role)}
                {row.until && (
                  <Sub>
                    {t("invitations.until")} <Time at={row.until} />
                  </Sub>
                )}
                {row.project && row.projectRole && (
                  <Sub>
                    {t("invitations.project", {
                      project: row.project.displayName,
                      role: role(row.projectRole),
                    })}
                  </Sub>
                )}
              </Cell>
              <Cell dim>
                {row.by ?? t("invitations.byFormer")}
                <Sub inline>
                  <Time at={row.createdAt} />
                </Sub>
              </Cell>
              <Cell act>
                {(row.state === "open" || row.state === "expired") && (
                  <InvitationActions
                    org={org}
                    id={row.id}
                    email={row.email}
                    link={row.state === "open" ? `${origin}${paths.invitation(row)}` : null}
                  />
                )}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Paged>
  );
}
