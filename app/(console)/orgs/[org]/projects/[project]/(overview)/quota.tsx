import { useTranslations } from "next-intl";
import { Section } from "#components/shell/page.tsx";
import { formatBytes, formatNumber } from "#components/ui/format.ts";
import { Meter } from "#components/ui/meter.tsx";
import type { ProjectDetail } from "#lib/domain/projects/data.ts";
import { tierOf } from "#lib/domain/tiers/rules.ts";
import { parseQuantity } from "#lib/infra/kube/quantity.ts";

/** A quantity as a plain number of its unit (cores, bytes, things), good enough to draw and to read. */
function amount(text: string | undefined): number {
  try {
    return Number(parseQuantity(text ?? "0").nano) / 1e9;
  } catch {
    return 0;
  }
}

const meters = [
  { key: "cpu", resource: "limits.cpu", bytes: false },
  { key: "memory", resource: "limits.memory", bytes: true },
  { key: "pods", resource: "pods", bytes: false },
  { key: "kept", resource: "count/agenticsessions.portico.dev", bytes: false },
] as const;

/** What the namespace's ResourceQuota says is used, and how many places for sessions are taken. */
export function Quota({ project, active }: { project: ProjectDetail; active: number }) {
  const t = useTranslations("project.quota");
  const { quota } = project;
  return (
    <Section title={t("title")}>
      <div className="grid gap-5">
        <Meter
          label={t("atOnce")}
          used={active}
          limit={tierOf(project.tier).limits.concurrentSessions}
          note={t("atOnceNote")}
        />
        {quota ? (
          meters.map(({ key, resource, bytes }) => {
            const hard = quota.hard[resource];
            if (hard === undefined) return null;
            const used = amount(quota.used[resource]);
            const limit = amount(hard);
            const write = (value: number) => (bytes ? formatBytes(value) : formatNumber(value, 2));
            return (
              <Meter
                key={key}
                label={t(key)}
                used={used}
                limit={limit}
                shown={{ used: write(used), limit: write(limit) }}
                note={t.has(`${key}Note`) ? t(`${key}Note`) : undefined}
              />
            );
          })
        ) : (
          <p className="text-ink-3">{t("none")}</p>
        )}
      </div>
    </Section>
  );
}
