import Link from "next/link";
import { useTranslations } from "next-intl";
import { Find } from "#app/forms/find.tsx";
import { paths } from "#app/paths.ts";
import { Select } from "#components/form/input.tsx";
import { Paged } from "#components/table/paged.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { DASH, formatNumber } from "#components/ui/format.ts";
import { State } from "#components/ui/state.tsx";
import { TabLinks } from "#components/ui/tab-links.tsx";
import { Time } from "#components/ui/time.tsx";
import type { OrganizationRow } from "#lib/domain/platform/data.ts";
import type { OrganizationFilter } from "#lib/domain/platform/schema.ts";
import { tierIds } from "#lib/domain/tiers/rules.ts";
import type { Page } from "#lib/infra/db/keyset.ts";
import { OrganizationState } from "./state.tsx";

/** One word for an organization: its own state, or that of its projects, of which the worst counts. */
function Word({ organization }: { organization: OrganizationRow }) {
  const t = useTranslations("platform.organizations.state");
  if (organization.state !== "active") return <OrganizationState state={organization.state} />;
  if (organization.projects === 0) return <State kind="queued">{t("none")}</State>;
  if (organization.degraded > 0) return <State kind="failed">{t("trouble")}</State>;
  if (organization.ready < organization.projects) return <State kind="starting">{t("applying")}</State>;
  return <State kind="done">{t("ready")}</State>;
}

/** The organizations, newest first, a page at a time. */
export function Organizations({ filter, page }: { filter: OrganizationFilter; page: Page<OrganizationRow> }) {
  const t = useTranslations("platform.organizations");
  const c = useTranslations("common");
  const { q, state, tier } = filter;
  const narrowed = Boolean(q || state || tier);
  return (
    <>
      <TabLinks
        label={t("states")}
        tabs={([null, "active", "suspended", "deleting", "deleted"] as const).map((one) => ({
          href: paths.platformOrganizations({ q, tier, state: one }),
          label: one ? t(`state.${one}`) : t("all"),
          current: state === one,
        }))}
      />
      <div className="my-3">
        <Find
          action={paths.platformOrganizations()}
          q={q}
          clearHref={paths.platformOrganizations({ state, tier })}
          kept={{ state }}
          words={{
            label: t("find.label"),
            placeholder: t("find.placeholder"),
            submit: t("find.submit"),
            found: t("find.found", { q }),
            clear: t("find.clear"),
          }}
        >
          <Select
            name="tier"
            aria-label={t("find.tier")}
            defaultValue={tier ?? ""}
            key={tier}
            className="w-36"
          >
            <option value="">{t("allTiers")}</option>
            {tierIds.map((id) => (
              <option key={id} value={id}>
                {c(`tier.${id}`)}
              </option>
            ))}
          </Select>
        </Find>
      </div>
      <Paged
        page={page}
        at={filter}
        link={(at) => paths.platformOrganizations({ q, state, tier, ...at })}
        summary={t("shown", { count: page.rows.length })}
        empty={
          <Empty title={narrowed ? t("noneTitle") : t("emptyTitle")}>
            {narrowed ? t("none") : t("empty")}
          </Empty>
        }
      >
        <Table caption={t("caption")} rows="tall" plain>
          <TableHead>
            <HeadCell className="w-32">{t("head.state")}</HeadCell>
            <HeadCell>{t("head.organization")}</HeadCell>
            <HeadCell>{t("head.tier")}</HeadCell>
            <HeadCell num>{t("head.projects")}</HeadCell>
            <HeadCell num>{t("head.members")}</HeadCell>
            <HeadCell num>{t("head.activity")}</HeadCell>
          </TableHead>
          <TableBody>
            {page.rows.map((organization) => (
              <Row key={organization.id}>
                <Cell first>
                  <Word organization={organization} />
                </Cell>
                <Cell first>
                  <Link href={paths.platformOrganization({ id: organization.id })} className="link font-mid">
                    {organization.displayName}
                  </Link>
                  <Sub className="font-mono">{organization.slug}</Sub>
                </Cell>
                <Cell dim>{c(`tier.${organization.tier}`)}</Cell>
                <Cell num label={t("projects")}>
                  {formatNumber(organization.projects)}
                </Cell>
                <Cell num label={t("members")}>
                  {formatNumber(organization.members)}
                </Cell>
                <Cell num dim label={t("activity")}>
                  {organization.lastActivity ? <Time at={organization.lastActivity} /> : DASH}
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      </Paged>
    </>
  );
}
