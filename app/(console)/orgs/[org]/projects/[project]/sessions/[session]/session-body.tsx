"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { paths } from "#app/paths.ts";
import { type LogConnection, type SessionUsage, useSessionLog } from "#app/session-log.ts";
import { Section, TwoColumns } from "#components/shell/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { Copy } from "#components/ui/copy.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { Icon } from "#components/ui/icon.tsx";
import { Kv } from "#components/ui/kv.tsx";
import { LogLines } from "#components/ui/log-view.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { State } from "#components/ui/state.tsx";
import { TabList, TabPanel, Tabs } from "#components/ui/tabs.tsx";

type Shown = {
  phase: string;
  ended: boolean;
  kept: boolean;
  prompt: string;
  websiteUrl: string | null;
  resultReason: string;
  resultSummary: string;
  exitCode: number | null;
  usage: SessionUsage;
};

const live = "h-[max(24rem,calc(100dvh-20.5rem))]";
const kept = "min-h-48 max-h-[max(24rem,calc(100dvh-20.5rem))]";

/** The log as it is written, the result, and the task at the left; use and facts at the right. */
export function SessionBody({
  place,
  session,
  facts,
}: {
  place: { org: string; project: string; session: string };
  session: Shown;
  facts: ReactNode;
}) {
  const t = useTranslations("sessions.body");
  const log = useSessionLog(paths.api.sessionLog(place));
  const [tab, setTab] = useState(session.phase === "Succeeded" ? "result" : "log");
  const writing = !session.ended && log.connection !== "ended";
  const [following, setFollowing] = useState(true);
  useEffect(() => {
    if (writing) setFollowing(true);
  }, [writing]);
  const usage = session.ended ? session.usage : (log.usage ?? session.usage);

  return (
    <TwoColumns
      gap="m"
      aside={
        <>
          <Section title={t("usage")} note={!session.ended && t("usageLive")}>
            <Kv
              num
              items={[
                [t("in"), formatNumber(usage.inputTokens)],
                [t("out"), formatNumber(usage.outputTokens)],
                [t("requests"), formatNumber(usage.requests)],
              ]}
            />
          </Section>
          {facts}
        </>
      }
    >
      <Tabs value={tab} onValue={setTab}>
        <Panel
          flush
          label={t("tabs")}
          head={
            <TabList
              inHead
              label={t("tabs")}
              tabs={[
                { value: "log", label: t("log") },
                { value: "result", label: t("result") },
                { value: "spec", label: t("spec") },
              ]}
            />
          }
          right={
            tab === "log" && (
              <>
                <span className="max-md:hidden">{t("count", { count: log.lines.length })}</span>
                {writing && (
                  <Button size="s" aria-pressed={following} onClick={() => setFollowing(!following)}>
                    {following ? t("following") : t("follow")}
                  </Button>
                )}
                {session.kept && (
                  <a
                    href={paths.api.sessionLogFile(place)}
                    download
                    aria-label={t("download")}
                    className="inline-grid size-ctl-sm place-items-center rounded-[5px] text-ink-2 hover:bg-hover hover:text-ink"
                  >
                    <Icon name="down" />
                  </a>
                )}
              </>
            )
          }
        >
          <TabPanel value="log">
            <LogLines
              lines={log.lines}
              label={t("liveLog")}
              writing={writing && log.lines.length > 0}
              following={following}
              onFollowing={setFollowing}
              className={writing ? live : kept}
            />
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-b-3 border-t border-line bg-sunken px-4 py-2.5 text-xs text-ink-3">
              <Connection connection={log.connection} />
              {log.note && <span role="status">{log.note}</span>}
              <span className="ml-auto">{t("masked")}</span>
            </div>
          </TabPanel>
          <TabPanel value="result" className="min-h-48 p-4">
            <Result session={session} />
          </TabPanel>
          <TabPanel value="spec" className="min-h-48 p-4">
            <Spec session={session} />
          </TabPanel>
        </Panel>
      </Tabs>
    </TwoColumns>
  );
}

function Connection({ connection }: { connection: LogConnection }) {
  const t = useTranslations("sessions.body");
  switch (connection) {
    case "connecting":
      return <State kind="starting">{t("waitingForPod")}</State>;
    case "live":
      return <State kind="running">{t("connected")}</State>;
    case "lost":
      return <State kind="starting">{t("reconnecting")}</State>;
    case "ended":
      return <State kind="ended">{t("kept")}</State>;
    case "gone":
      return <State kind="warn">{t("gone")}</State>;
  }
}

function Prose({ children, copyLabel }: { children: string; copyLabel: string }) {
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1 text-md wrap-anywhere whitespace-pre-wrap">{children}</div>
      <Copy text={children} label={copyLabel} />
    </div>
  );
}

function Result({ session }: { session: Shown }) {
  const t = useTranslations("sessions.body");
  if (!session.ended) return <p className="text-ink-3">{t("noResult")}</p>;
  return (
    <div className="grid gap-4">
      {session.resultSummary ? (
        <>
          <Prose copyLabel={t("copyResult")}>{session.resultSummary}</Prose>
          {session.resultSummary.endsWith("…") && <p className="text-ink-3">{t("resultCut")}</p>}
        </>
      ) : (
        <p className="text-ink-3">{t("noSummary")}</p>
      )}
      <Kv
        small
        items={[
          [t("reason"), session.resultReason && <span className="font-mono">{session.resultReason}</span>],
          [t("exitCode"), session.exitCode !== null && String(session.exitCode)],
        ]}
      />
    </div>
  );
}

function Spec({ session }: { session: Shown }) {
  const t = useTranslations("sessions.body");
  return (
    <div className="grid gap-4">
      <div>
        <h3 className="mb-1 text-xs font-body text-ink-3">{t("prompt")}</h3>
        <Prose copyLabel={t("copyPrompt")}>{session.prompt}</Prose>
      </div>
      {session.websiteUrl && (
        <div>
          <h3 className="mb-1 text-xs font-body text-ink-3">{t("websiteUrl")}</h3>
          <p className="wrap-anywhere">{session.websiteUrl}</p>
        </div>
      )}
    </div>
  );
}
