import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { product } from "#app/product.ts";
import { DoorShell } from "#components/shell/alone-shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { requireViewer } from "#lib/domain/access/viewer.ts";
import { isConfirmed } from "#lib/domain/identity/rules.ts";
import { TellOthers } from "./tell-others.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("stepUp.done");
  return { title: t("title") };
}

/** Where somebody who was asked to sign in again comes back to: tells the window that waits, and closes its own. */
export default async function SignedInAgainPage({
  searchParams,
}: {
  searchParams: Promise<{ was?: string }>;
}) {
  const { confirmedAt, userId } = await requireViewer();
  const { was } = await searchParams;
  const t = await getTranslations("stepUp.done");
  const fresh = isConfirmed(confirmedAt);
  return (
    <DoorShell brand={{ name: product, href: paths.home() }}>
      <h1 tabIndex={-1}>{fresh ? t("title") : t("staleTitle")}</h1>
      <p className="text-ink-2">{fresh ? t("lead") : t("staleLead")}</p>
      {fresh ? (
        <TellOthers who={was === userId ? "same" : "other"} />
      ) : (
        <p className="mt-7">
          <ButtonLink href={paths.signInAgain()} variant="solid">
            {t("again")}
          </ButtonLink>
        </p>
      )}
    </DoorShell>
  );
}
