import { getTranslations } from "next-intl/server";
import { Texts } from "#app/texts/texts.tsx";
import { PageHead } from "#components/shell/page.tsx";
import { Kv } from "#components/ui/kv.tsx";
import { State } from "#components/ui/state.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { Wizard } from "../read-wizard.ts";
import { NotYou, YouFoot } from "./you-foot.tsx";

/** Step 1: what the provider says of the person, and what that already gives them. */
export async function YouStep({ wizard }: { wizard: Wizard }) {
  const t = await getTranslations("welcome.you");
  const { viewer, provider, invitations, organizations } = wizard;
  const groups = viewer.groups.slice(0, 20);
  return (
    <Texts of={["welcome.notYou"]}>
      <PageHead
        title={t("title", { name: viewer.displayName })}
        lead={t("lead", { provider: provider ?? "" })}
      />
      <Kv
        className="max-w-form"
        items={[
          [t("name"), viewer.displayName],
          [
            t("email"),
            viewer.email ? (
              <span key="email">
                {viewer.email}
                <State
                  kind={viewer.emailVerified ? "done" : "warn"}
                  small
                  wrap
                  className="flex! text-xs text-ink-2"
                >
                  {viewer.emailVerified ? t("verified") : t("unverified")}
                </State>
              </span>
            ) : (
              t("noEmail")
            ),
          ],
          [t("provider"), provider],
          [
            t("groups"),
            groups.length ? (
              <span key="groups" className="flex flex-wrap gap-1.5">
                {groups.map((group) => (
                  <Tag key={group}>{group}</Tag>
                ))}
              </span>
            ) : (
              <span key="none" className="text-ink-3">
                {t("noGroups")}
              </span>
            ),
          ],
        ]}
      />
      <section className="mt-8 mb-8 max-w-form">
        <h2 className="mb-2">{t("found")}</h2>
        <ul className="grid gap-1.5">
          <li>
            <State kind={invitations.length ? "waiting" : "off"}>
              {t("invitations", { count: invitations.length })}
            </State>
          </li>
          <li>
            <State kind={organizations.length ? "done" : "off"}>
              {t("organizations", { count: organizations.length })}
            </State>
          </li>
          {viewer.platformAdmin && (
            <li>
              <State kind="done" wrap>
                {t("platformAdmin")}
              </State>
            </li>
          )}
        </ul>
        <p className="mt-4 text-pretty text-ink-2">{t("next")}</p>
        <NotYou />
      </section>
      <YouFoot />
    </Texts>
  );
}
