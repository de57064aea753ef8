import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { product } from "#app/product.ts";
import { Texts } from "#app/texts/texts.tsx";
import { DoorShell } from "#components/shell/alone-shell.tsx";
import { readOwn } from "#lib/domain/access/page.ts";
import { lastProvider } from "#lib/domain/identity/data.ts";
import { signInProviders } from "#lib/domain/identity/sign-in.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { safeNext } from "../next.ts";
import { ProviderButtons } from "../provider-buttons.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("stepUp.again");
  return { title: t("title") };
}

/** Leads whoever is signed in to their provider once more, which asks who they are even if it knows the browser. */
export default async function SignInAgainPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string }>;
}) {
  const { viewer, data: last } = await readOwn(({ tx, viewer }) => lastProvider(tx, viewer.userId));
  const t = await getTranslations("stepUp.again");
  const { next } = await searchParams;
  const providers = signInProviders();
  const own = providers.filter(({ id }) => id === last);
  return (
    <Texts of={["signIn.door"]}>
      <DoorShell brand={{ name: product, href: paths.home() }}>
        <h1 tabIndex={-1}>{t("title")}</h1>
        <p className="text-ink-2">{t("lead", { name: viewer.displayName })}</p>
        <ProviderButtons
          providers={own.length > 0 ? own : providers}
          next={next ? safeNext(next, webEnv().PORTICO_URL) : paths.signedInAgain(viewer.userId)}
          again
        />
      </DoorShell>
    </Texts>
  );
}
