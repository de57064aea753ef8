import Link from "next/link";
import { useTranslations } from "next-intl";
import { Section } from "#components/shell/page.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { Time } from "#components/ui/time.tsx";
import type { Reach } from "#lib/domain/access/answer.ts";
import type { AccessPlace } from "./place.ts";

/** What somebody has in an organization beside a role in it: roles in projects, keys, invitations. */
export function ReachOf({ place, name, reach }: { place: AccessPlace; name: string; reach: Reach }) {
  const t = useTranslations("access");
  const { projects, keys, invitations } = reach;
  const parts = [
    {
      key: "projects",
      count: projects.length,
      table: (
        <Table caption={t("reach.projectsCaption", { name })} rows="tall" plain>
          <TableHead>
            <HeadCell className="w-64">{t("head.project")}</HeadCell>
            <HeadCell className="w-40">{t("head.role")}</HeadCell>
            <HeadCell>{t("head.because")}</HeadCell>
          </TableHead>
          <TableBody>
            {projects.map(({ slug, displayName, role, grants }) => (
              <Row key={slug}>
                <Cell first>
                  <Link prefetch={false} className="link font-mid" href={place.inProject(slug)}>
                    {displayName}
                  </Link>
                </Cell>
                <Cell label={t("head.role")}>{t(`role.${role}`)}</Cell>
                <Cell first dim>
                  <ul>
                    {grants.map((grant) => (
                      <li key={`${grant.group} ${grant.role}`} className="wrap-anywhere">
                        {t(`role.${grant.role}`)},{" "}
                        {grant.group === null ? t("chain.name") : t("chain.group", { group: grant.group })}
                        {grant.until && (
                          <>
                            {", "}
                            {t("chain.until")} <Time at={grant.until} as="exact" />
                          </>
                        )}
                      </li>
                    ))}
                  </ul>
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      ),
    },
    {
      key: "keys",
      count: keys.length,
      table: (
        <Table caption={t("reach.keysCaption", { name })} plain>
          <TableHead>
            <HeadCell className="w-64">{t("head.key")}</HeadCell>
            <HeadCell>{t("head.ends")}</HeadCell>
          </TableHead>
          <TableBody>
            {keys.map((apiKey) => (
              <Row key={apiKey.id}>
                <Cell first>
                  {apiKey.name}
                  <Sub inline>
                    {t(apiKey.service ? "reach.service" : "reach.personal", { apiKey: apiKey.shown })}
                  </Sub>
                </Cell>
                <Cell dim label={t("head.ends")}>
                  <Time at={apiKey.expiresAt} as="exact" />
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      ),
    },
    {
      key: "invitations",
      count: invitations.length,
      table: (
        <Table caption={t("reach.invitationsCaption", { name })} plain>
          <TableHead>
            <HeadCell className="w-64">{t("head.role")}</HeadCell>
            <HeadCell>{t("head.ends")}</HeadCell>
          </TableHead>
          <TableBody>
            {invitations.map((invitation) => (
              <Row key={invitation.id}>
                <Cell first>
                  {t(`role.${invitation.role}`)}
                  {invitation.project && invitation.projectRole && (
                    <Sub inline>
                      {t("reach.alsoIn", {
                        role: t(`role.${invitation.projectRole}`),
                        project: invitation.project,
                      })}
                    </Sub>
                  )}
                </Cell>
                <Cell dim label={t("head.ends")}>
                  <Time at={invitation.expiresAt} as="exact" />
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      ),
    },
  ] as const;
  return parts.map(({ key, count, table }) => (
    <Section key={key} title={t(`reach.${key}`)} note={formatNumber(count)}>
      {count > 0 ? table : <p className="text-ink-2">{t(`reach.${key}None`, { name })}</p>}
    </Section>
  ));
}
