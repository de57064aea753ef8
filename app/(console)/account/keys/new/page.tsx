import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { addresses } from "#app/keys/for-dialog.ts";
import { KeyForm } from "#app/keys/key-form.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { readOwn } from "#lib/domain/access/page.ts";
import { listOwnKeys, longestLives } from "#lib/domain/keys/data.ts";
import { mayMakeOwn } from "#lib/domain/keys/list.ts";
import { listOwnOrganizations } from "#lib/domain/organizations/data.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("own.new") };
}

/** The form of a key of one's own, for one of one's organizations, or for the platform by its admins. */
export default async function NewOwnKeyPage() {
  const [t, account] = await Promise.all([getTranslations("keys"), getTranslations("account")]);
  const { viewer, data } = await readOwn(async ({ tx, viewer: { userId } }) => {
    const organizations = (await listOwnOrganizations(tx, userId)).filter(mayMakeOwn);
    const lives = await longestLives(
      tx,
      organizations.map(({ id }) => id),
    );
    return { organizations, lives, keys: await listOwnKeys(tx, userId) };
  });
  const { organizations, lives, keys } = data;
  const [first, ...others] = [
    ...organizations.map(({ id, slug, displayName }) => ({ slug, displayName, most: lives.of(id) })),
    ...(viewer.platformAdmin ? [{ slug: null, displayName: t("platform"), most: lives.of(null) }] : []),
  ];
  if (!first) redirect(paths.ownKeys());
  return (
    <Texts of={["keys.fields", "keys.life", "keys.panel", "keys.shown", "common.role"]}>
      <Page
        crumbs={[
          { label: account("title"), href: paths.account() },
          { label: t("title"), href: paths.ownKeys() },
          { label: t("own.new") },
        ]}
      >
        <LiveRefresh topics={["keys"]} />
        <PageHead title={t("own.new")} lead={t("own.newLead")} />
        <KeyForm
          homes={[first, ...others]}
          kinds={[{ kind: "personal" }]}
          where={addresses()}
          calls={keys.flatMap(({ id, lastUsedAt }) =>
            lastUsedAt ? [{ id, at: lastUsedAt, model: null, status: null }] : [],
          )}
          back={paths.ownKeys()}
        />
      </Page>
    </Texts>
  );
}
