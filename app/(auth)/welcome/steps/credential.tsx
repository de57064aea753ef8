import { getTranslations } from "next-intl/server";
import { PageHead } from "#components/shell/page.tsx";
import { Facts, Kv } from "#components/ui/kv.tsx";
import { webEnv } from "#lib/infra/env/index.ts";
import type { Wizard } from "../read-wizard.ts";
import { AddCredential } from "./add-credential.tsx";

const facts = ["place", "shown", "used", "trace"] as const;

/** Step 4: a provider key that passes its test before it is kept. */
export async function CredentialStep({ wizard }: { wizard: Wizard }) {
  const t = await getTranslations("welcome.credential");
  const { project } = wizard;
  if (!project) return null;
  const { credentials, detail } = project;
  const env = webEnv();
  return (
    <>
      <PageHead title={t("title")} lead={t("lead", { project: detail.displayName })} />
      <AddCredential
        place={project.place}
        namespace={detail.namespace}
        hosts={{
          anthropic: new URL(env.PORTICO_ANTHROPIC_URL).host,
          openai: new URL(env.PORTICO_OPENAI_URL).host,
        }}
        kept={credentials[0]?.name ?? null}
        mayManage={project.mayManageCredentials}
        aside={
          <section>
            <h2 className="mb-3">{t("facts")}</h2>
            <Facts items={facts.map((fact) => ({ title: t(`fact.${fact}`), text: t(`fact.${fact}Text`) }))} />
            <Kv
              small
              className="mt-4"
              items={
                credentials.length
                  ? credentials.map(({ name, lastFour }) => [t("kept"), t("keptLine", { name, lastFour })])
                  : [[t("kept"), t("notKept")]]
              }
            />
          </section>
        }
      />
    </>
  );
}
