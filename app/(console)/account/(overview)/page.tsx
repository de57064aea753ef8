import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { Page, PageHead, Section } from "#components/shell/page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Kv, List } from "#components/ui/kv.tsx";
import { Note } from "#components/ui/note.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { Time } from "#components/ui/time.tsx";
import { readOwn } from "#lib/domain/access/page.ts";
import { listLoginSessions } from "#lib/domain/identity/data.ts";
import { getOnboarding } from "#lib/domain/onboarding/data.ts";
import { listViewings } from "#lib/domain/viewing/data.ts";
import { SignIns } from "./sign-ins.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title") };
}

/** Who one is to Portico, and every browser that is signed in as one. */
export default async function AccountPage() {
  const t = await getTranslations("account");
  const { viewer, data } = await readOwn(async ({ tx, viewer }) => ({
    signIns: await listLoginSessions(tx, viewer.userId),
    onboarding: await getOnboarding(tx, viewer.userId),
    viewings: await listViewings(tx, viewer.userId),
  }));
  const { signIns, onboarding, viewings } = data;
  return (
    <Texts of={["account.browsers"]}>
      <Page crumbs={[{ label: t("title") }]}>
        <PageHead title={viewer.displayName} lead={t("lead")} />
        {onboarding && !onboarding.finishedAt && (
          <Note
            kind="waiting"
            className="mb-8"
            actions={
              <ButtonLink href={paths.welcome()} size="s">
                {t("wizardGo")}
              </ButtonLink>
            }
          >
            {t("wizard")}
          </Note>
        )}
        <Section title={t("who")}>
          <Kv
            className="border-t border-line-2 pt-3"
            items={[
              [t("name"), viewer.displayName],
              [
                t("email"),
                viewer.email
                  ? `${viewer.email}, ${viewer.emailVerified ? t("verified") : t("unverified")}`
                  : t("noEmail"),
              ],
              [
                t("groups"),
                viewer.groups.length ? (
                  <span key="groups" className="flex flex-wrap gap-1.5">
                    {viewer.groups.map((group) => (
                      <Tag key={group}>{group}</Tag>
                    ))}
                  </span>
                ) : (
                  t("noGroups")
                ),
              ],
              [t("platformAdmin"), viewer.platformAdmin && t("yes")],
            ]}
          />
        </Section>
        <Section title={t("signIns")} note={t("signInsNote")}>
          <SignIns current={viewer.loginSessionId} signIns={signIns} />
        </Section>
        {viewings.length > 0 && (
          <Section title={t("viewings.title")} note={t("viewings.note")}>
            <List>
              {viewings.map(({ id, organization, actorName, reason, startedAt }) => (
                <li key={id} className="flex flex-wrap gap-x-3">
                  <Time at={startedAt} />
                  <span>{actorName}</span>
                  <span>{organization ?? t("viewings.former")}</span>
                  <span className="text-ink-3 wrap-anywhere">{reason}</span>
                </li>
              ))}
            </List>
          </Section>
        )}
      </Page>
    </Texts>
  );
}
