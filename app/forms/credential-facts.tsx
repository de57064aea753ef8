import { useTranslations } from "next-intl";
import { Facts } from "#components/ui/kv.tsx";
import type { ProviderKind } from "#lib/domain/tiers/rules.ts";
import { webEnv } from "#lib/infra/env/index.ts";

/** What happens to a key, beside the form that asks for one. */
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

/** Where each provider's API is, as this installation reaches it. */
export function providerHosts(): Record<ProviderKind, string> {
  const env = webEnv();
  return {
    anthropic: new URL(env.PORTICO_ANTHROPIC_URL).host,
    openai: new URL(env.PORTICO_OPENAI_URL).host,
  };
}
