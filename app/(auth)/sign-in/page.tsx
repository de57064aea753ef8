import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { product } from "#app/product.ts";
import { Texts } from "#app/texts/texts.tsx";
import { DoorShell } from "#components/shell/alone-shell.tsx";
import { currentViewer } from "#lib/domain/access/viewer.ts";
import { signInProviders } from "#lib/domain/identity/sign-in.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { Answers } from "./answers.tsx";
import { safeNext } from "./next.ts";
import { ProviderButtons } from "./provider-buttons.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("signIn");
  return { title: t("title") };
}

/** The door. Whoever is signed in already goes on to where they wanted to be. */
export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const env = webEnv();
  const next = safeNext((await searchParams).next, env.PORTICO_URL);
  if (await currentViewer()) redirect(next);
  const t = await getTranslations("signIn");
  const instance = env.PORTICO_INSTANCE_NAME;
  return (
    <Texts of={["signIn.door"]}>
      <DoorShell
        brand={{ name: product, href: paths.signIn() }}
        foot={
          <>
            <Answers />
            <span>{new URL(env.PORTICO_URL).host}</span>
          </>
        }
      >
        <h1 tabIndex={-1}>{t("title")}</h1>
        <p className="text-ink-2">{instance === product ? t("leadPlain") : t("lead", { instance })}</p>
        <ProviderButtons providers={signInProviders()} next={next} />
        {env.PORTICO_DEMO && <p className="mt-7 text-xs text-pretty text-ink-3">{t("demo")}</p>}
      </DoorShell>
    </Texts>
  );
}
