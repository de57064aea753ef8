import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { product } from "#app/product.ts";
import { AloneShell } from "#components/shell/alone-shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { CodeId } from "#components/ui/code-id.tsx";
import { ErrorView } from "#components/ui/error-view.tsx";
import { Kv } from "#components/ui/kv.tsx";
import { signInProviders } from "#lib/domain/identity/sign-in.ts";
import { type Failure, failures } from "#lib/infra/auth/failure.ts";
import { webEnv } from "#lib/infra/env/index.ts";

type Search = { searchParams: Promise<{ code?: string }> };

/** Failures that whoever runs the provider mends, and needs the callback address for. */
const needsAddress: readonly Failure[] = ["callback", "client", "scope"];

async function failureOf({ searchParams }: Search): Promise<Failure> {
  const { code } = await searchParams;
  return failures.find((failure) => failure === code) ?? "unknown";
}

export async function generateMetadata(search: Search): Promise<Metadata> {
  const t = await getTranslations("signIn.problem");
  return { title: t(`${await failureOf(search)}.title`) };
}

/** Why a sign-in failed and what to do about it; one text for each cause. */
export default async function SignInProblemPage(search: Search) {
  const failure = await failureOf(search);
  const t = await getTranslations("signIn.problem");
  const providers = signInProviders();
  return (
    <AloneShell brand={{ name: product, href: paths.signIn() }}>
      <ErrorView
        code={failure}
        title={t(`${failure}.title`)}
        time={new Date()}
        help={t("help")}
        actions={
          <ButtonLink href={paths.signIn()} variant="solid">
            {providers.length > 1 ? t("otherAccount") : t("again")}
          </ButtonLink>
        }
        said={
          needsAddress.includes(failure) && (
            <Kv
              small
              items={providers.map(({ id, label }) => [
                label,
                <CodeId key={id} copyLabel={t("copyAddress")}>
                  {`${webEnv().PORTICO_URL}/api/auth/callback/${id}`}
                </CodeId>,
              ])}
            />
          )
        }
      >
        <p>{t(`${failure}.what`)}</p>
        <p className="mt-2">{t(`${failure}.todo`)}</p>
      </ErrorView>
    </AloneShell>
  );
}
