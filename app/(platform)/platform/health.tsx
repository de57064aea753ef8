import { useTranslations } from "next-intl";
import { Figures } from "#components/ui/fig.tsx";
import { DASH, formatDuration, formatNumber } from "#components/ui/format.ts";
import type { PlatformFigures } from "#lib/domain/platform/work.ts";

/** The platform in six numbers. */
export function Health({ figures }: { figures: PlatformFigures }) {
  const t = useTranslations("platform.figures");
  const { projects, projectsReady, readyP95Ms, readyMedianMs, oldestJobSeconds } = figures;
  return (
    <Figures
      ruled
      className="mb-10"
      figures={[
        { label: t("organizations"), value: formatNumber(figures.organizations) },
        {
          label: t("projects"),
          value: formatNumber(projectsReady),
          unit: t("of", { count: projects }),
          detail: t("projectsRest", { count: projects - projectsReady }),
        },
        { label: t("running"), value: formatNumber(figures.sessionsRunning) },
        {
          label: t("ready"),
          value: readyP95Ms === null ? DASH : formatDuration(readyP95Ms),
          detail:
            readyMedianMs === null
              ? t("readyNone")
              : t("readyMedian", { duration: formatDuration(readyMedianMs) }),
        },
        {
          label: t("jobs"),
          value: formatNumber(figures.jobsWaiting),
          detail:
            oldestJobSeconds === null
              ? t("idle")
              : t("oldest", { duration: formatDuration(oldestJobSeconds * 1000) }),
        },
        {
          label: t("failed"),
          value: formatNumber(figures.jobsFailed),
          detail: figures.jobsFailed > 0 && t("failedDetail"),
        },
      ]}
    />
  );
}
