import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TokenTable } from "#app/forms/tokens/token-table.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { readOwn } from "#lib/domain/access/page.ts";
import { listOwnOrganizations } from "#lib/domain/organizations/data.ts";
import { getSettings } from "#lib/domain/settings/data.ts";
import { listOwnTokens } from "#lib/domain/tokens/data.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { OwnTokenDialog } from "./own-token-dialog.tsx";
import { RevokeOwnToken } from "./revoke-own-token.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tokens"))("title") };
}

/** One's own tokens, of every organization one belongs to. */
export default async function OwnTokensPage() {
  const [t, account] = await Promise.all([getTranslations("tokens"), getTranslations("account")]);
  const { viewer, data } = await readOwn(async ({ tx, viewer }) => ({
    tokens: await listOwnTokens(tx, viewer.userId),
    organizations: await listOwnOrganizations(tx, viewer.userId),
    settings: await getSettings(tx),
  }));
  const { tokens, settings } = data;
  // Whoever has a role in a project only acts there as themselves: tokens belong to members.
  const organizations = data.organizations.filter(({ role }) => role !== null);
  const may = organizations.length > 0 || viewer.platformAdmin;
  const add = may && (
    <OwnTokenDialog
      organizations={organizations.map(({ slug, displayName }) => ({ slug, displayName }))}
      platformAdmin={viewer.platformAdmin}
      most={settings.maxTokenDays}
      url={webEnv().PORTICO_URL}
    />
  );
  return (
    <Texts of={["tokens.dialog", "tokens.shown", "tokens.row", "dialog"]}>
      <Page crumbs={[{ label: account("title"), href: paths.account() }, { label: t("title") }]}>
        <LiveRefresh topics={["tokens"]} />
        <PageHead title={t("title")} lead={t("own.lead")} actions={add} />
        {tokens.length === 0 ? (
          <Empty title={t("own.emptyTitle")}>{may ? t("own.empty") : t("own.noPlace")}</Empty>
        ) : (
          <TokenTable
            tokens={tokens}
            of="for"
            about={({ kind, organization }) =>
              kind === "platform" ? t("platform") : (organization?.displayName ?? t("formerMember"))
            }
            action={({ id, name, prefix, kind }) => <RevokeOwnToken token={{ id, name, prefix, kind }} />}
          />
        )}
      </Page>
    </Texts>
  );
}
