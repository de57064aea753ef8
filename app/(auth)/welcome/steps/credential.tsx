import { getTranslations } from "next-intl/server";
import { CredentialFacts, providerHosts } from "#app/forms/credential-facts.tsx";
import { Texts } from "#app/texts/texts.tsx";
import { PageHead } from "#components/shell/page.tsx";
import { Kv } from "#components/ui/kv.tsx";
import { CREDENTIALS_SECRET } from "#lib/domain/clusters/contract/meta.ts";
import { answersChat, credentialKinds } from "#lib/domain/credentials/kinds/index.ts";
import type { Wizard } from "../read-wizard.ts";
import { AddCredential } from "./add-credential.tsx";

/** Step 4: a credential of a model provider that passes its test before it is kept. */
export async function CredentialStep({ wizard }: { wizard: Wizard }) {
  const t = await getTranslations("welcome.credential");
  const { project } = wizard;
  if (!project) return null;
  const { credentials, detail } = project;
  return (
    <Texts
      of={[
        "welcome.credential.form",
        "credentialForm",
        "credentialKinds",
        "credentialTest",
        "common.provider",
      ]}
    >
      <PageHead title={t("title")} lead={t("lead", { project: detail.displayName })} />
      <AddCredential
        place={project.place}
        secret={CREDENTIALS_SECRET}
        namespace={detail.namespace}
        hosts={providerHosts()}
        offered={credentialKinds.filter(answersChat)}
        taken={credentials.map((row) => row.secretKey)}
        kept={credentials[0]?.name ?? null}
        mayManage={project.mayManageCredentials}
        aside={
          <section>
            <CredentialFacts />
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
    </Texts>
  );
}
