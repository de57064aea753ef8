"use client";

import { useTranslations } from "next-intl";
import { formatDuration } from "#components/ui/format.ts";
import { Panel } from "#components/ui/panel.tsx";
import { type PhaseStage, Stages } from "#components/ui/phase.tsx";
import { Said } from "#components/ui/said.tsx";
import { State } from "#components/ui/state.tsx";
import { type Stage, stageNames, type TestResult } from "#lib/domain/credentials/schema.ts";

/**
 * How a credential fared, stage by stage; all of them under way while there is no result yet. What to do about a failure
 * stands at the field that it is about.
 */
export function CredentialTest({ result }: { result: TestResult | "running" }) {
  const t = useTranslations("credentialTest");
  if (result === "running")
    return (
      <Panel title={<State kind="starting">{t("running")}</State>}>
        <Stages
          label={t("stages")}
          stages={stageNames.map((stage) => ({ label: t(`stage.${stage}`), state: "queued" }))}
        />
      </Panel>
    );
  const failed = result.stages.find(({ state }) => state === "failed");
  const title = failed ? t("failed", { stage: t(`inSentence.${failed.stage}`) }) : t("passed");
  return (
    <Panel
      title={<State kind={failed ? "failed" : "done"}>{title}</State>}
      right={t("took", { time: formatDuration(result.durationMs) })}
    >
      <div className="grid gap-4">
        <Stages
          label={t("stages")}
          stages={result.stages.map((stage) => ({
            label: t(`stage.${stage.stage}`),
            ...look(stage, failed !== undefined),
            detail: detailOf(stage, failed !== undefined),
          }))}
        />
        {failed?.message && <Said label={t("words")}>{failed.message}</Said>}
      </div>
    </Panel>
  );

  function detailOf({ state, status, durationMs }: Stage, someFailed: boolean): string {
    const took = durationMs === null ? "" : formatDuration(durationMs);
    if (state === "skipped") return durationMs === null && someFailed ? t("notReached") : t("notNeeded");
    return status ? `${status}, ${took}` : took;
  }
}

function look({ state, durationMs }: Stage, someFailed: boolean): Pick<PhaseStage, "state"> {
  if (state === "failed") return { state: "failed" };
  if (state === "passed") return { state: "done" };
  return { state: durationMs === null && someFailed ? "queued" : "off" };
}
