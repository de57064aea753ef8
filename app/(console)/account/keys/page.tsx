import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { lastUseOf } from "#app/forms/keys/for-dialog.ts";
import { KeyTable } from "#app/forms/keys/key-table.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { readOwn } from "#lib/domain/access/page.ts";
import { type KeyRow, listOwnKeys } from "#lib/domain/keys/data.ts";
import { listOwnOrganizations } from "#lib/domain/organizations/data.ts";
import { getSettings } from "#lib/domain/settings/data.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { OwnKeyDialog } from "./own-key-dialog.tsx";
import { RevokeOwnKey } from "./revoke-own-key.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("title") };
}

const forRevoking = ({ id, name, prefix, kind }: KeyRow) => ({ id, name, prefix, kind });

/** One's own keys, of every organization one belongs to. */
export default async function OwnKeysPage() {
  const [t, account] = await Promise.all([getTranslations("keys"), getTranslations("account")]);
  const { viewer, data } = await readOwn(async ({ tx, viewer }) => ({
    keys: await listOwnKeys(tx, viewer.userId),
    organizations: await listOwnOrganizations(tx, viewer.userId),
    settings: await getSettings(tx),
  }));
  const { keys, settings } = data;
  const now = new Date();
  // Whoever has a role in a project only acts there as themselves: keys belong to members.
  const organizations = data.organizations.filter(({ role }) => role !== null);
  const may = organizations.length > 0 || viewer.platformAdmin;
  const add = may && (
    <OwnKeyDialog
      organizations={organizations.map(({ slug, displayName }) => ({ slug, displayName }))}
      platformAdmin={viewer.platformAdmin}
      most={settings.maxKeyDays}
      url={webEnv().PORTICO_URL}
      calls={keys.flatMap(({ id, lastUsedAt }) =>
        lastUsedAt ? [{ id, at: lastUsedAt, model: null, status: null }] : [],
      )}
    />
  );
  return (
    <Texts of={["keys.dialog", "keys.fields", "keys.shown", "keys.row", "keys.revoke"]}>
      <Page crumbs={[{ label: account("title"), href: paths.account() }, { label: t("title") }]}>
        <LiveRefresh topics={["keys"]} />
        <PageHead title={t("title")} lead={t("own.lead")} actions={add} />
        {keys.length === 0 ? (
          <Empty title={t("own.emptyTitle")}>{may ? t("own.empty") : t("own.noPlace")}</Empty>
        ) : (
          <KeyTable
            keys={keys}
            usage={null}
            owner={false}
            href={({ id, organization }) => organization && paths.key({ org: organization.slug, key: id })}
            place={{
              head: t("head.for"),
              of: ({ kind, organization }) =>
                kind === "platform" ? t("platform") : (organization?.displayName ?? t("formerMember")),
            }}
            action={(apiKey) =>
              apiKey.revokedAt || apiKey.expiresAt <= now ? null : (
                <RevokeOwnKey
                  apiKey={forRevoking(apiKey)}
                  use={{ ...lastUseOf(apiKey, null), today: null }}
                />
              )
            }
          />
        )}
      </Page>
    </Texts>
  );
}
