import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { Paged } from "#components/table/paged.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { formatDate } from "#components/ui/format.ts";
import { Tag } from "#components/ui/tag.tsx";
import type { ProjectRole } from "#lib/domain/access/permissions.ts";
import type { Member } from "#lib/domain/members/data.ts";
import type { Keyset, Page } from "#lib/infra/db/keyset.ts";
import { ProjectMemberActions } from "./project-member-actions.tsx";

type Props = {
  place: { org: string; project: string };
  page: Page<Member>;
  at: Keyset;
  viewerId: string | null;
  manages: boolean;
};

/** Each person with the role that counts, and where it comes from. */
export function ProjectMemberTable({ place, page, at, viewerId, manages }: Props) {
  const t = useTranslations("projectMembers");
  const role = useTranslations("common.role");
  return (
    <Paged page={page} at={at} link={(edge) => paths.projectMembers(place, edge)} empty={null}>
      <Table caption={t("title")} rows="tall" plain>
        <TableHead>
          <HeadCell>{t("head.person")}</HeadCell>
          <HeadCell>{t("head.role")}</HeadCell>
          <HeadCell>{t("head.why")}</HeadCell>
          <HeadCell hidden>{t("head.actions")}</HeadCell>
        </TableHead>
        <TableBody>
          {page.rows.map((member) => {
            const own = member.sources.find(({ group }) => group === null);
            return (
              <Row key={member.userId}>
                <Cell first>
                  <span className="font-mid">{member.displayName}</span>{" "}
                  {member.userId === viewerId && <Tag>{t("you")}</Tag>}
                  {member.email && <Sub className="wrap-anywhere">{member.email}</Sub>}
                </Cell>
                <Cell>{role(member.role)}</Cell>
                <Cell first dim>
                  <ul>
                    {member.viaOrganization && <li>{t("viaOrganization")}</li>}
                    {member.sources.map((source) => (
                      <li key={`${source.group} ${source.role}`} className="wrap-anywhere">
                        {source.group
                          ? t("byGroup", { role: role(source.role), group: source.group })
                          : source.until
                            ? t("until", { role: role(source.role), date: formatDate(source.until) })
                            : t("byName", { role: role(source.role) })}
                      </li>
                    ))}
                  </ul>
                </Cell>
                <Cell act>
                  <ProjectMemberActions
                    place={place}
                    member={{
                      userId: member.userId,
                      displayName: member.displayName,
                      given: own
                        ? { role: own.role as ProjectRole, until: own.until?.toISOString() ?? null }
                        : null,
                    }}
                    self={member.userId === viewerId}
                    manages={manages}
                  />
                </Cell>
              </Row>
            );
          })}
        </TableBody>
      </Table>
    </Paged>
  );
}
