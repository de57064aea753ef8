import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ReasonDialog } from "#app/forms/reason-dialog.tsx";
import { reasonWords } from "#app/forms/reason-words.ts";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Time } from "#components/ui/time.tsx";
import { readPlatform } from "#lib/domain/access/page.ts";
import { listRequests } from "#lib/domain/platform/data.ts";
import { countWaiting } from "#lib/domain/platform/work.ts";
import { declineRequestAction } from "../actions.ts";
import { Approve } from "./approve.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("platform.approvals"))("title") };
}

/** Who asks for an organization, the longest waiting first. */
export default async function ApprovalsPage() {
  const {
    data: { requests, waiting },
  } = await readPlatform("platform:approve", async ({ tx }) => ({
    requests: await listRequests(tx),
    waiting: (await countWaiting(tx)).requests,
  }));
  const [t, decline, p] = await Promise.all([
    getTranslations("platform.approvals"),
    getTranslations("platform.approvals.decline"),
    getTranslations("platform"),
  ]);
  return (
    <Texts of={["platform.approvals.approve", "common.tier"]}>
      <Page crumbs={[{ label: p("title"), href: paths.platform() }, { label: t("title") }]}>
        <LiveRefresh topics={["requests"]} />
        <PageHead title={t("title")} lead={t("lead")} />
        {requests.length === 0 ? (
          <Empty title={t("emptyTitle")}>{t("empty")}</Empty>
        ) : (
          <ul className="grid max-w-form gap-4">
            {requests.map(({ id, slug, displayName: name, tier, reason, createdAt, user, domain }) => (
              <li key={id}>
                <Panel
                  title={name}
                  right={<Time at={createdAt} />}
                  footer={
                    <div className="flex flex-wrap items-end gap-2">
                      <Approve requestId={id} name={name} tier={tier} />
                      <ReasonDialog
                        action={declineRequestAction}
                        input={{ requestId: id }}
                        words={reasonWords(decline, name)}
                        name={decline("name", { name })}
                        done={decline("done", { name })}
                      />
                    </div>
                  }
                >
                  <p className="mb-2 text-ink-3">
                    {t("by", { who: user.email ?? user.displayName })} <code>{slug}</code>
                  </p>
                  <p className="mb-2 text-ink-3">
                    {domain === null && t("unverified")}
                    {domain && !domain.owner && t("verified", { domain: domain.name })}
                    {domain?.owner && (
                      <>
                        {t("proved", { domain: domain.name })}{" "}
                        <Link href={paths.platformOrganization(domain.owner)} className="link">
                          {domain.owner.displayName}
                        </Link>
                      </>
                    )}
                  </p>
                  <p className="text-pretty wrap-anywhere">{reason}</p>
                </Panel>
              </li>
            ))}
          </ul>
        )}
        {waiting > requests.length && (
          <p className="mt-4 text-ink-3">{t("more", { count: waiting - requests.length })}</p>
        )}
      </Page>
    </Texts>
  );
}
