import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { paths } from "#app/paths.ts";
import { ObjectStateMark } from "#app/state-marks.tsx";
import { cx } from "#components/cx.ts";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy.tsx";
import { DASH, formatDuration } from "#components/ui/format.ts";
import { Gantt, GanttScale, ganttTotal } from "#components/ui/gantt.tsx";
import { Said } from "#components/ui/said.tsx";
import { Time } from "#components/ui/time.tsx";
import type { Step } from "#lib/domain/projects/data.ts";
import { Retry } from "./retry.tsx";

const tones = {
  Refused: "bad",
  Applying: "live",
  Drifted: "live",
  Applied: "done",
  Waiting: "done",
} as const;

/** The objects of a bundle on a common time line, and under a refused one what the API server said. */
export function ProvisionTable({
  place,
  namespace,
  steps,
}: {
  place: { org: string; project: string };
  namespace: string;
  steps: Step[];
}) {
  const t = useTranslations("welcome.provision");
  const starts = steps.flatMap(({ startedAt }) => (startedAt ? [+startedAt] : []));
  const zero = Math.min(...starts);
  const longest = Math.max(
    0,
    ...steps.map(({ startedAt, durationMs }) => (startedAt ? +startedAt - zero + (durationMs ?? 0) : 0)),
  );
  const inSeconds = longest >= 2000;
  const unit = inSeconds ? 1000 : 1;
  const total = ganttTotal(Math.max(longest / unit, inSeconds ? 0 : 100));
  return (
    <Table caption={t("caption", { namespace })} plain rows="dense">
      <TableHead>
        <HeadCell className="w-29">{t("state")}</HeadCell>
        <HeadCell>{t("kind")}</HeadCell>
        <HeadCell>{t("object")}</HeadCell>
        <HeadCell num>{t("took")}</HeadCell>
        <HeadCell className="w-[38%]">
          <GanttScale label={t("timeline")} total={total} unit={inSeconds ? "s" : "ms"} />
        </HeadCell>
      </TableHead>
      <TableBody>
        {steps.map((step) => (
          <Fragment key={`${step.kind} ${step.name}`}>
            <Row>
              <Cell first>
                <ObjectStateMark state={step.state} />
              </Cell>
              <Cell dim>{step.kind}</Cell>
              <Cell mono className="wrap-anywhere">
                {step.name}
              </Cell>
              <Cell num dim>
                {step.durationMs === null ? DASH : formatDuration(step.durationMs)}
              </Cell>
              <Cell hide>
                {step.startedAt && step.state !== "Waiting" && (
                  <Gantt
                    start={(+step.startedAt - zero) / unit}
                    length={(step.durationMs ?? 0) / unit}
                    total={total}
                    tone={tones[step.state]}
                  />
                )}
              </Cell>
            </Row>
            {(step.state === "Refused" || (step.state === "Waiting" && step.message)) && (
              <Words place={place} step={step} />
            )}
          </Fragment>
        ))}
      </TableBody>
    </Table>
  );
}

/** What keeps an object: refused by the API server, or tried in vain and tried again by itself. */
function Words({ place, step }: { place: { org: string; project: string }; step: Step }) {
  const t = useTranslations("welcome.provision");
  const refused = step.state === "Refused";
  const noName = refused && step.kind === "Namespace";
  return (
    <Row>
      <Cell span={5} first className="pb-3.5!">
        <div
          role={refused ? "alert" : "status"}
          className={cx("grid gap-2.5 rounded-3 px-4 py-3", refused ? "bg-bad-wash" : "bg-sunken")}
        >
          <p>{t(noName ? "namespaceText" : refused ? "refusedText" : "waitingText")}</p>
          <Said label={t("words")} calm={!refused}>
            {step.message}
          </Said>
          <div className="flex flex-wrap items-center gap-2">
            <Retry place={place}>{t("retry")}</Retry>
            {noName && (
              <ButtonLink href={paths.settings(place)} size="s">
                {t("settings")}
              </ButtonLink>
            )}
            <CopyButton size="s" variant="bare" text={`${step.kind} ${step.name}: ${step.message}`}>
              {t("copy")}
            </CopyButton>
            <span className="num ml-auto text-xs text-ink-2">
              {t("try", { attempt: step.attempt })}
              {step.nextRetryAt && (
                <>
                  , {t("nextTry")} <Time at={step.nextRetryAt} />
                </>
              )}
            </span>
          </div>
        </div>
      </Cell>
    </Row>
  );
}
