import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { KeyOwner } from "#app/keys/key-words.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { Note } from "#components/ui/note.tsx";
import { Time } from "#components/ui/time.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { previewRevocation, revocationFilter } from "#lib/domain/keys/many.ts";
import { manyMost } from "#lib/domain/keys/schema.ts";
import { readKeyUsage } from "#lib/domain/usage/data.ts";
import { RevokeMany } from "./revoke-many.tsx";

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("many.title") };
}

/** Exactly what a revocation of many would end, before anything is changed: by conditions, or by the beginnings of chosen keys. */
export default async function RevokeKeysPage({ params, searchParams }: Props) {
  const [{ org }, query, t] = await Promise.all([params, searchParams, getTranslations("keys.many")]);
  const filter = revocationFilter(query);
  const { scope, data } = await readTenant(org, "keys:manage", async ({ tx, scope }) => {
    const { organizationId } = scope;
    const found = filter && (await previewRevocation(tx, organizationId, {}, filter, manyMost));
    const rows = found?.rows ?? [];
    const ids = rows.map(({ id }) => id);
    return { rows, more: found?.more ?? false, usage: await readKeyUsage(tx, organizationId, ids) };
  });
  const { displayName } = scope.organization;
  const { rows, more, usage } = data;
  return (
    <Texts of={["keys.many.confirm"]}>
      <Page
        crumbs={[
          { label: displayName, href: paths.organization({ org }) },
          { label: (await getTranslations("keys"))("title"), href: paths.keys({ org }) },
          { label: t("title") },
        ]}
      >
        <PageHead title={t("title")} lead={t("lead")} />
        <RevokeMany
          org={org}
          filter={filter}
          keys={rows.map(({ id, name }) => ({ id, name }))}
          back={paths.keys({ org })}
        >
          {rows.length === 0 ? (
            <Empty
              title={t("noneTitle")}
              action={<ButtonLink href={paths.keys({ org })}>{t("back")}</ButtonLink>}
            >
              {t("none")}
            </Empty>
          ) : (
            <>
              {more && (
                <Note kind="warn" className="mb-4">
                  {t("more", { count: manyMost })}
                </Note>
              )}
              <Table caption={t("caption")} rows="tall" plain>
                <TableHead>
                  <HeadCell>{t("name")}</HeadCell>
                  <HeadCell>{t("owner")}</HeadCell>
                  <HeadCell>{t("project")}</HeadCell>
                  <HeadCell>{t("used")}</HeadCell>
                  <HeadCell num>{t("today")}</HeadCell>
                </TableHead>
                <TableBody>
                  {rows.map((apiKey) => (
                    <Row key={apiKey.id}>
                      <Cell first>
                        <span className="font-mid wrap-anywhere">{apiKey.name}</span>
                        <Sub className="font-mono">
                          {apiKey.prefix}…{apiKey.lastFour}
                        </Sub>
                      </Cell>
                      <Cell dim>
                        <KeyOwner apiKey={apiKey} />
                      </Cell>
                      <Cell dim>{apiKey.project?.displayName}</Cell>
                      <Cell label={t("used")}>
                        {apiKey.lastUsedAt ? <Time at={apiKey.lastUsedAt} /> : t("unused")}
                      </Cell>
                      <Cell num label={t("today")}>
                        {formatNumber(usage.get(apiKey.id)?.today ?? 0)}
                      </Cell>
                    </Row>
                  ))}
                </TableBody>
              </Table>
            </>
          )}
        </RevokeMany>
      </Page>
    </Texts>
  );
}
