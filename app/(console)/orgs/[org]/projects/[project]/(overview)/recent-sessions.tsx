"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { SessionState } from "#app/state-marks.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { DASH, formatNumber } from "#components/ui/format.ts";
import { Elapsed } from "#components/ui/time.tsx";
import type { SessionRow } from "#lib/domain/sessions/data.ts";

type Shown = Pick<SessionRow, "id" | "phase" | "title" | "owner" | "tokens" | "startTime" | "completionTime">;

/** The newest few sessions of a project. */
export function RecentSessions({
  place,
  sessions,
}: {
  place: { org: string; project: string };
  sessions: Shown[];
}) {
  const t = useTranslations("project.sessions");
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeadCell className="w-29">{t("head.state")}</HeadCell>
        <HeadCell>{t("head.session")}</HeadCell>
        <HeadCell>{t("head.owner")}</HeadCell>
        <HeadCell num>{t("head.tokens")}</HeadCell>
        <HeadCell num>{t("head.time")}</HeadCell>
      </TableHead>
      <TableBody>
        {sessions.map((session) => (
          <Row key={session.id}>
            <Cell>
              <SessionState phase={session.phase} />
            </Cell>
            <Cell first>
              <Link href={paths.session({ ...place, session: session.id })} prefetch={false}>
                {session.title}
              </Link>
            </Cell>
            <Cell dim clip>
              {session.owner}
            </Cell>
            <Cell num label={t("tokens")}>
              {formatNumber(session.tokens)}
            </Cell>
            <Cell num dim>
              {session.startTime ? (
                <Elapsed since={session.startTime} until={session.completionTime} />
              ) : (
                DASH
              )}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
