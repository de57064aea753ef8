"use client";

import { useTranslations } from "next-intl";
import { Section } from "#components/shell/page.tsx";
import { List } from "#components/ui/kv.tsx";
import { State } from "#components/ui/state.tsx";
import type { ProjectDetail } from "#lib/domain/projects/data.ts";

/** The project's conditions in the cluster's own words. */
export function Conditions({ conditions }: Pick<ProjectDetail, "conditions">) {
  const t = useTranslations("project.conditions");
  if (conditions.length === 0) return null;
  return (
    <Section title={t("title")}>
      <List>
        {conditions.map((condition) => {
          const yes = condition.status === "True";
          const busy = condition.reason === "Waiting" || condition.reason === "Provisioning";
          return (
            <li key={condition.type}>
              <State kind={yes ? "done" : busy || condition.reason === "Drifted" ? "starting" : "failed"}>
                {t.has(condition.type) ? t(condition.type) : condition.type}
                <span className="sr-only">: {yes ? t("yes") : t("no")}</span>
              </State>
              {condition.message && (
                <span className="block pl-5.75 text-xs wrap-anywhere text-ink-3">{condition.message}</span>
              )}
            </li>
          );
        })}
      </List>
    </Section>
  );
}
