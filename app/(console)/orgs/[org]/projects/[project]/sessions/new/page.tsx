import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { QueryProvider } from "#app/query-provider.tsx";
import { Texts } from "#app/texts/texts.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { formatRelative } from "#components/ui/format.ts";
import { readProject } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { getSession } from "#lib/domain/sessions/data.ts";
import { checkLaunch } from "#lib/domain/sessions/mutations.ts";
import { listUsable, type Usable } from "#lib/domain/sessions/usable.ts";
import { tierOf } from "#lib/domain/tiers/rules.ts";
import { fieldsFrom } from "./fields.ts";
import { LaunchForm } from "./launch-form.tsx";

type Props = {
  params: Promise<{ org: string; project: string }>;
  searchParams: Promise<{ clone?: string | string[] }>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sessions"))("launch.title") };
}

/** The form of a new session, with its pre-flight beside it. With `?clone=` the fields come from another session. */
export default async function NewSessionPage({ params, searchParams }: Props) {
  const [place, { clone }, t] = await Promise.all([params, searchParams, getTranslations("sessions.launch")]);
  const { scope, data } = await readProject(place, "sessions:read", async ({ tx, scope }) => {
    const source = typeof clone === "string" ? await getSession(tx, scope.projectId, clone) : null;
    const mayStart = can(scope.holder, "sessions:create");
    const credentials = mayStart ? await listUsable(tx, scope.projectId) : [];
    const { models } = tierOf(scope.project.tier);
    const fields = fieldsFrom(source, credentials, models);
    return {
      source,
      mayStart,
      missing: typeof clone === "string" && !source,
      credentials,
      models,
      fields,
      checks: await checkLaunch(tx, scope, {
        model: fields.model,
        credentialId: fields.credentialId || null,
        credentialIds: fields.credentialIds,
        websiteUrl: fields.websiteUrl,
      }),
    };
  });
  if (data.missing) notFound();
  const { source, credentials, fields, mayStart } = data;
  const now = new Date();
  const label = (credential: Usable) =>
    t(credential.shared ? "credentialOptionShared" : "credentialOption", {
      name: credential.name,
      tested: credential.disabled
        ? t("disabled")
        : credential.testPassed === false
          ? t("testFailed")
          : credential.testedAt
            ? t("tested", { when: formatRelative(credential.testedAt, now) })
            : t("untested"),
    });
  const bound = credentials.find((row) => row.id === fields.credentialId);
  const rebound = source && mayStart && source.credential?.id !== fields.credentialId;
  const lost = (mayStart ? (source?.credentialRefs ?? []) : []).filter(
    (name) => !credentials.some(({ secretKey }) => secretKey === name),
  );
  return (
    <Texts of={["sessions.form", "preflight"]}>
      <Page
        crumbs={[
          { label: scope.organization.displayName, href: paths.organization(place) },
          { label: scope.project.displayName, href: paths.project(place) },
          { label: (await getTranslations("sessions.list"))("title"), href: paths.sessions(place) },
          { label: t("crumb") },
        ]}
      >
        <PageHead
          title={t("title")}
          lead={
            source ? (
              <>
                {t.rich("cloned", {
                  title: source.title,
                  link: (chunks) => (
                    <Link className="link" href={paths.session({ ...place, session: source.id })}>
                      {chunks}
                    </Link>
                  ),
                })}{" "}
                {rebound &&
                  (bound
                    ? t("clonedRebound", { name: source.credential?.name ?? "", now: bound.name })
                    : t("clonedUnbound"))}{" "}
                {lost.length > 0 && t("clonedLost", { names: lost.join(", "), count: lost.length })}
              </>
            ) : (
              t("lead", { namespace: scope.project.namespace })
            )
          }
        />
        <QueryProvider>
          <LaunchForm
            place={place}
            initial={fields}
            clonedFrom={source?.id ?? null}
            models={[...data.models]}
            credentials={
              mayStart
                ? credentials.map((row) => ({
                    ...{ id: row.id, kind: row.kind, name: row.name, model: row.model },
                    ...{ testPassed: row.testPassed, files: row.files, variables: row.variables },
                    label: label(row),
                  }))
                : null
            }
            checks={data.checks}
            mayManageCredentials={can(scope.holder, "credentials:manage")}
          />
        </QueryProvider>
      </Page>
    </Texts>
  );
}
