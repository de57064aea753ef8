import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Activity } from "#app/activity.tsx";
import { paths } from "#app/paths.ts";
import { product } from "#app/product.ts";
import { Texts } from "#app/texts/texts.tsx";
import { AloneShell } from "#components/shell/alone-shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { formatDate } from "#components/ui/format.ts";
import { Kv } from "#components/ui/kv.tsx";
import { Note } from "#components/ui/note.tsx";
import { requireViewer } from "#lib/domain/access/viewer.ts";
import { seeInvitation } from "#lib/domain/invitations/data.ts";
import { idIn } from "#lib/infra/db/id.ts";
import { AcceptButton } from "./accept-button.tsx";

type Props = { params: Promise<{ invitation: string }>; searchParams: Promise<{ k?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("invitation"))("title") };
}

/** What the link in an e-mail opens: who invites to what, and a button, for the address it was sent to and no other. */
export default async function InvitationPage({ params, searchParams }: Props) {
  const viewer = await requireViewer();
  const [{ invitation: id }, { k: nonce = "" }] = await Promise.all([params, searchParams]);
  const email = viewer.emailVerified ? viewer.email : null;
  const seen = idIn(id) ? await seeInvitation(id, nonce, email) : null;
  if (!seen) notFound();
  const [t, role] = await Promise.all([getTranslations("invitation"), getTranslations("common.role")]);
  const { organization, state, project, projectRole } = seen;
  const facts: [string, string][] = [
    [t("for"), seen.address],
    [t("role"), role(seen.role)],
  ];
  if (project && projectRole)
    facts.push([t("project"), t("inProject", { role: role(projectRole), project })]);
  if (seen.until) facts.push([t("ends"), formatDate(seen.until)]);
  facts.push([t("by"), seen.by ?? t("byFormer")], [t("until"), formatDate(seen.expiresAt)]);
  return (
    <Texts of={["invitation.accept"]}>
      <Activity />
      <AloneShell brand={{ name: product, href: paths.home() }} right={viewer.email ?? viewer.displayName}>
        <h1 tabIndex={-1} className="wrap-anywhere">
          {t("heading", { organization })}
        </h1>
        <div className="mt-6 grid gap-6">
          <Kv items={facts} />
          {state === "open" ? (
            <AcceptButton
              id={seen.id}
              nonce={nonce}
              organization={organization}
              slug={seen.organizationSlug}
            />
          ) : (
            <>
              <Note kind={state === "accepted" ? "done" : "warn"}>
                {t(`state.${state}`, { address: seen.address, signedIn: viewer.email ?? viewer.displayName })}
              </Note>
              <div>
                <ButtonLink
                  href={
                    state === "accepted" ? paths.organization({ org: seen.organizationSlug }) : paths.home()
                  }
                >
                  {state === "accepted" ? t("open", { organization }) : t("home")}
                </ButtonLink>
              </div>
            </>
          )}
        </div>
      </AloneShell>
    </Texts>
  );
}
