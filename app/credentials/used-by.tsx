import Link from "next/link";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { SessionState } from "#app/state-marks.tsx";
import { Section } from "#components/shell/page.tsx";
import { Paged } from "#components/table/paged.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Time } from "#components/ui/time.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import type { CredentialRow, UsingSession } from "#lib/domain/credentials/data.ts";
import type { Keyset, Page } from "#lib/infra/db/keyset.ts";
import { credentialPath } from "./place.ts";

/** The sessions that were given a credential, newest first. */
export function UsedBy({
  place,
  credential: { id, secretKey, sessions, running },
  page,
  at,
}: {
  place: Place;
  credential: CredentialRow;
  page: Page<UsingSession>;
  at: Keyset;
}) {
  const t = useTranslations("credentials.detail");
  return (
    <Section title={t("usedBy")} note={t("usedNote", { sessions, running })}>
      <Paged
        page={page}
        at={at}
        link={(edge) => credentialPath(place, id, edge)}
        summary={t("shown", { shown: page.rows.length })}
        empty={<Empty title={t("unusedTitle")}>{t("unused", { key: secretKey })}</Empty>}
      >
        <Table caption={t("usedCaption")}>
          <TableHead>
            <HeadCell>{t("phase")}</HeadCell>
            <HeadCell>{t("session")}</HeadCell>
            <HeadCell>{t("owner")}</HeadCell>
            <HeadCell num>{t("when")}</HeadCell>
          </TableHead>
          <TableBody>
            {page.rows.map((session) => (
              <Row key={session.id}>
                <Cell>
                  <SessionState phase={session.phase} />
                </Cell>
                <Cell first className="wrap-anywhere">
                  <Link
                    className="link"
                    href={paths.session({ org: place.org, project: session.project, session: session.id })}
                    prefetch={false}
                  >
                    {session.title}
                  </Link>
                  {place.project === undefined && <Sub>{session.project}</Sub>}
                </Cell>
                <Cell dim>{session.owner ?? t("noOwner")}</Cell>
                <Cell num>
                  <Time at={session.createdAt} />
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      </Paged>
    </Section>
  );
}
