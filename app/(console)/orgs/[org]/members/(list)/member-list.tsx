import Link from "next/link";
import { useTranslations } from "next-intl";
import { Find } from "#app/forms/find.tsx";
import { paths } from "#app/paths.ts";
import { Paged } from "#components/table/paged.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { State } from "#components/ui/state.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { Time } from "#components/ui/time.tsx";
import { subjectKey } from "#lib/domain/access/explain.ts";
import type { OrganizationRole } from "#lib/domain/access/permissions.ts";
import type { OrganizationMember, Service } from "#lib/domain/members/data.ts";
import type { Keyset, Page } from "#lib/infra/db/keyset.ts";
import { MemberActions } from "./member-actions.tsx";
import { Sources } from "./sources.tsx";

type Props = {
  org: string;
  page: Page<OrganizationMember>;
  query: string;
  at: Keyset;
  /** `asks`: whether they may ask what somebody can do. */
  viewer: {
    userId: string | null;
    manages: boolean;
    asks: boolean;
    grantable: OrganizationRole[];
    services: Service[];
  };
};

/** The people of the organization, found by how a name or an address begins. */
export function MemberList({ org, page, query, at, viewer }: Props) {
  const t = useTranslations("members");
  return (
    <div className="grid gap-4">
      <Find
        action={paths.members({ org })}
        q={query}
        clearHref={paths.members({ org })}
        words={{
          label: t("find.label"),
          placeholder: t("find.placeholder"),
          submit: t("find.submit"),
          found: t("find.found", { q: query }),
          clear: t("find.clear"),
        }}
      />
      <Paged
        page={page}
        at={at}
        link={(edge) => paths.members({ org }, { q: query, ...edge })}
        empty={<Empty title={t("nobody")}>{t("nobodyText")}</Empty>}
      >
        <MemberTable org={org} rows={page.rows} viewer={viewer} />
      </Paged>
    </div>
  );
}

function MemberTable({ org, rows, viewer }: Pick<Props, "org" | "viewer"> & { rows: OrganizationMember[] }) {
  const t = useTranslations("members");
  const role = useTranslations("common.role");
  return (
    <Table caption={t("title")} rows="tall" plain>
      <TableHead>
        <HeadCell>{t("head.person")}</HeadCell>
        <HeadCell>{t("head.role")}</HeadCell>
        <HeadCell>{t("head.since")}</HeadCell>
        <HeadCell num>{t("head.projects")}</HeadCell>
        <HeadCell hidden>{t("head.actions")}</HeadCell>
      </TableHead>
      <TableBody>
        {rows.map((member) => (
          <Row key={member.userId}>
            <Cell first>
              <Named org={org} member={member} asks={viewer.asks} />{" "}
              {member.userId === viewer.userId && <Tag>{t("you")}</Tag>}
              {member.email && <Sub className="wrap-anywhere">{member.email}</Sub>}
              {member.suspended && (
                <State kind="off" small>
                  {t("suspended")}
                </State>
              )}
            </Cell>
            <Cell first>
              {member.role ? role(member.role) : <span className="text-ink-3">{t("projectsOnly")}</span>}
              <Sources sources={member.sources} role={member.role} />
            </Cell>
            <Cell dim label={t("head.since")}>
              <Time at={member.since} />
            </Cell>
            <Cell num label={t("head.projects")}>
              {member.projects}
            </Cell>
            <Cell act>
              <MemberActions
                org={org}
                member={{
                  userId: member.userId,
                  displayName: member.displayName,
                  role: member.role,
                  given: given(member),
                  services: viewer.services.flatMap(({ name, createdBy }) =>
                    createdBy === member.userId ? [name] : [],
                  ),
                }}
                self={member.userId === viewer.userId}
                manages={viewer.manages}
                grantable={viewer.grantable}
              />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

/** The person's name, which leads to all that they can do. */
function Named({ org, member, asks }: { org: string; member: OrganizationMember; asks: boolean }) {
  if (!asks) return <span className="font-mid">{member.displayName}</span>;
  const person = subjectKey({ kind: "person", id: member.userId });
  return (
    <Link
      prefetch={false}
      className="link font-mid"
      href={paths.organizationAccess({ org }, { by: "person", person })}
    >
      {member.displayName}
    </Link>
  );
}

/** The role that was given to them by name, which is what can be changed. */
function given({ sources }: OrganizationMember) {
  const own = sources.find(({ group }) => group === null);
  return own ? { role: own.role as OrganizationRole, until: own.until?.toISOString() ?? null } : null;
}
