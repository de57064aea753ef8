import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DoButton } from "#app/forms/do-button.tsx";
import { ReasonDialog } from "#app/forms/reason-dialog.tsx";
import { reasonWords } from "#app/forms/reason-words.ts";
import { paths } from "#app/paths.ts";
import { Page, PageHead, Section } from "#components/shell/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { Kv, List } from "#components/ui/kv.tsx";
import { State } from "#components/ui/state.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { Time } from "#components/ui/time.tsx";
import { readPlatform } from "#lib/domain/access/page.ts";
import { getUser } from "#lib/domain/platform/data.ts";
import { idIn } from "#lib/infra/db/id.ts";
import { resumeUserAction, suspendUserAction } from "../../actions.ts";
import { SignIns } from "./sign-ins.tsx";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("platform.user"))("title") };
}

/** One person: who providers say they are, where they are signed in, what they belong to. */
export default async function UserPage({ params }: Props) {
  const id = idIn((await params).id);
  if (!id) notFound();
  const { viewer, data: user } = await readPlatform("platform:users", ({ tx }) => getUser(tx, id));
  if (!user) notFound();
  const [t, suspend, p, c] = await Promise.all([
    getTranslations("platform.user"),
    getTranslations("platform.user.suspend"),
    getTranslations("platform"),
    getTranslations("common"),
  ]);
  const name = user.displayName;
  return (
    <Page
      crumbs={[
        { label: p("title"), href: paths.platform() },
        { label: p("users.title"), href: paths.platformUsers() },
        { label: name },
      ]}
    >
      <PageHead
        above={user.suspendedAt && <State kind="off">{p("users.state.suspended")}</State>}
        title={name}
        actions={
          user.suspendedAt ? (
            <DoButton action={resumeUserAction} input={{ userId: id }} done={t("resumed", { name })}>
              {t("resume")}
            </DoButton>
          ) : id === viewer.userId ? (
            <Button variant="danger" reason={t("yourself")} reasonAt="before">
              {suspend("open")}
            </Button>
          ) : (
            <ReasonDialog
              variant="danger"
              danger
              action={suspendUserAction}
              input={{ userId: id }}
              words={reasonWords(suspend, name)}
              done={suspend("done", { name })}
            />
          )
        }
      />
      <Section title={t("facts")}>
        <Kv
          items={[
            [
              t("email"),
              user.email && `${user.email}, ${user.emailVerified ? t("verified") : t("unverified")}`,
            ],
            [
              t("groups"),
              user.groups.length > 0 && (
                <span key="groups" className="flex flex-wrap gap-1.5">
                  {user.groups.map((group) => (
                    <Tag key={group}>{group}</Tag>
                  ))}
                </span>
              ),
            ],
            [t("since"), <Time key="since" at={user.createdAt} />],
            ...user.identities.map(
              ({ id: key, provider, subject, lastSignInAt }): [string, React.ReactNode] => [
                provider,
                <span key={key} className="flex flex-wrap gap-x-3">
                  <code>{subject}</code>
                  <span className="text-ink-3">
                    <Time at={lastSignInAt} />
                  </span>
                </span>,
              ],
            ),
          ]}
        />
      </Section>
      <Section title={t("signIns.title")} note={user.loginSessions.length || undefined}>
        <SignIns userId={id} signIns={user.loginSessions} />
      </Section>
      <Section title={t("memberships.title")} note={user.memberships.length || undefined}>
        {user.memberships.length === 0 ? (
          <p className="text-ink-3">{t("memberships.empty")}</p>
        ) : (
          <List>
            {user.memberships.map(({ id: key, role, organization, project }) => (
              <li key={key} className="flex flex-wrap gap-x-3">
                <Link href={paths.platformOrganization({ id: organization.id })} className="link">
                  {organization.displayName}
                </Link>
                {project && <span>{project.displayName}</span>}
                <span className="text-ink-3">{c(`role.${role}`)}</span>
              </li>
            ))}
          </List>
        )}
      </Section>
    </Page>
  );
}
