"use client";

import { useTranslations } from "next-intl";
import { ObjectStateMark } from "#app/state-marks.tsx";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { DASH, formatDuration } from "#components/ui/format.ts";
import { State } from "#components/ui/state.tsx";
import type { Step } from "#lib/domain/projects/data.ts";

/** The objects of a project's bundle, each with the API server's words when it was refused. */
export function ObjectsTable({ steps }: { steps: Step[] }) {
  const t = useTranslations("project.objects");
  const says = (step: Step): string => {
    if (step.message) return step.message;
    for (const key of [`says.${step.kind}.${step.name}`, `says.${step.kind}.other`])
      if (t.has(key)) return t(key);
    return t.has(`says.${step.kind}`) ? t(`says.${step.kind}`) : "";
  };
  if (steps.length === 0) return <p className="text-ink-3">{t("none")}</p>;
  return (
    <Table caption={t("caption")} rows="dense">
      <TableHead>
        <HeadCell className="w-29">{t("head.state")}</HeadCell>
        <HeadCell>{t("head.kind")}</HeadCell>
        <HeadCell>{t("head.object")}</HeadCell>
        <HeadCell>{t("head.says")}</HeadCell>
        <HeadCell num>{t("head.took")}</HeadCell>
      </TableHead>
      <TableBody>
        {steps.map((step) => (
          <Row key={`${step.kind} ${step.name}`}>
            <Cell first>
              {step.state === "Applied" ? (
                <State kind="done">{t("asAsked")}</State>
              ) : (
                <ObjectStateMark state={step.state} />
              )}
            </Cell>
            <Cell dim>{step.kind}</Cell>
            <Cell mono className="md:whitespace-nowrap">
              {step.name}
            </Cell>
            <Cell
              dim={step.state !== "Refused"}
              hide={step.state !== "Refused"}
              first={step.state === "Refused"}
              className={step.state === "Refused" ? "text-bad wrap-anywhere" : undefined}
            >
              {says(step)}
              {step.attempt > 1 && step.state !== "Applied" && ` (${t("attempt", { count: step.attempt })})`}
            </Cell>
            <Cell num dim>
              {step.durationMs === null ? DASH : formatDuration(step.durationMs)}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
