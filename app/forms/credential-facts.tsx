import { useTranslations } from "next-intl";
import { Facts } from "#components/ui/kv.tsx";
import type { CredentialKindId } from "#lib/domain/credentials/kinds/index.ts";
import { webEnv } from "#lib/infra/env/index.ts";

/** What happens to a value, beside the form that asks for it. */
export function CredentialFacts() {
  const t = useTranslations("credentials.facts");
  return (
    <>
      <h2 className="mb-3">{t("title")}</h2>
      <Facts
        items={(["place", "shown", "used", "trace"] as const).map((fact) => ({
          title: t(fact),
          text: t(`${fact}Text`),
        }))}
      />
    </>
  );
}

/** Where the providers are that this installation reaches at one address. */
export function providerHosts(): Partial<Record<CredentialKindId, string>> {
  const env = webEnv();
  return {
    anthropic: new URL(env.PORTICO_ANTHROPIC_URL).host,
    openai: new URL(env.PORTICO_OPENAI_URL).host,
    gemini: new URL(env.PORTICO_GEMINI_URL).host,
  };
}
