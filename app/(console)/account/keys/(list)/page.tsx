import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { lastUseOf } from "#app/keys/for-dialog.ts";
import { KeyTable } from "#app/keys/key-table.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { Sub } from "#components/table/table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { callerOfViewer } from "#lib/domain/access/caller.ts";
import { readOwn } from "#lib/domain/access/page.ts";
import { type KeyRow, listOwnKeys, projectsOfOwn } from "#lib/domain/keys/data.ts";
import { mayMakeOwn } from "#lib/domain/keys/list.ts";
import { listOwnOrganizations } from "#lib/domain/organizations/data.ts";
import { readKeyUsage } from "#lib/domain/usage/data.ts";
import { RevokeOwnKey } from "./revoke-own-key.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("title") };
}

const forRevoking = ({ id, name, prefix, kind }: KeyRow) => ({ id, name, prefix, kind });

/** One's own keys, of every organization one belongs to. */
export default async function OwnKeysPage() {
  const [t, account] = await Promise.all([getTranslations("keys"), getTranslations("account")]);
  const { viewer, data } = await readOwn(async ({ tx, viewer }) => {
    const keys = await listOwnKeys(tx, viewer.userId);
    const places = [...new Set(keys.flatMap(({ organizationId }) => organizationId ?? []))];
    return {
      keys,
      organizations: await listOwnOrganizations(tx, viewer.userId),
      usage: await readKeyUsage(
        tx,
        places,
        keys.map(({ id }) => id),
      ),
    };
  });
  const { keys, usage } = data;
  const projects = await projectsOfOwn(callerOfViewer(viewer), keys);
  const now = new Date();
  const may = data.organizations.some(mayMakeOwn) || viewer.platformAdmin;
  const add = may && (
    <ButtonLink href={paths.newOwnKey()} variant="solid" icon="plus">
      {t("own.new")}
    </ButtonLink>
  );
  return (
    <Texts of={["keys.row", "keys.revoke"]}>
      <Page crumbs={[{ label: account("title"), href: paths.account() }, { label: t("title") }]}>
        <LiveRefresh topics={["keys", "usage"]} />
        <PageHead title={t("title")} lead={t("own.lead")} actions={add} />
        {keys.length === 0 ? (
          <Empty title={t("own.emptyTitle")}>{may ? t("own.empty") : t("own.noPlace")}</Empty>
        ) : (
          <KeyTable
            keys={keys}
            usage={usage}
            owner={false}
            href={({ id, kind, organization }) => {
              if (kind === "platform") return viewer.platformAdmin ? paths.platformKey({ key: id }) : null;
              return organization && paths.key({ org: organization.slug, key: id });
            }}
            place={{
              head: t("head.for"),
              of: ({ kind, organization, projectId }) => (
                <>
                  {kind === "platform" ? t("platform") : (organization?.displayName ?? t("formerMember"))}
                  {projectId && projects.has(projectId) && <Sub inline>{projects.get(projectId)}</Sub>}
                </>
              ),
            }}
            action={(apiKey, used) =>
              apiKey.revokedAt || apiKey.expiresAt <= now ? null : (
                <RevokeOwnKey apiKey={forRevoking(apiKey)} use={lastUseOf(apiKey, used)} />
              )
            }
          />
        )}
      </Page>
    </Texts>
  );
}
