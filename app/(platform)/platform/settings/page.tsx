import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { readPlatform } from "#lib/domain/access/page.ts";
import { readSettings } from "#lib/domain/settings/data.ts";
import { SettingsForm } from "./settings-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("platform.settings"))("title") };
}

/** What the platform's staff decides for everybody. */
export default async function PlatformSettingsPage() {
  const { data } = await readPlatform("platform:settings", ({ tx }) => readSettings(tx));
  const [t, p] = await Promise.all([getTranslations("platform.settings"), getTranslations("platform")]);
  return (
    <Texts of={["platform.settings", "common.tier"]}>
      <Page crumbs={[{ label: p("title"), href: paths.platform() }, { label: t("title") }]}>
        <PageHead title={t("title")} lead={t("lead")} />
        <SettingsForm key={data.version} {...data} />
      </Page>
    </Texts>
  );
}
