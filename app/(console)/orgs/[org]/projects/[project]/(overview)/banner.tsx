import Link from "next/link";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { Note } from "#components/ui/note.tsx";
import { Said } from "#components/ui/said.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ProjectDetail, Step } from "#lib/domain/projects/data.ts";
import { RetryButton } from "../retry-button.tsx";

type Place = { org: string; project: string };

/** What is the matter with a project, in one line; nothing when all its objects stand. */
export function Banner({
  place,
  project,
  steps,
  mayRetry,
}: {
  place: Place;
  project: ProjectDetail;
  steps: Step[];
  mayRetry: boolean;
}) {
  const t = useTranslations("project.banner");
  const count = steps.length;
  const standing = steps.filter((step) => step.state === "Applied").length;
  const refused = steps.filter((step) => step.state === "Refused");
  const drifted = steps.find((step) => step.state === "Drifted");
  const after = project.observedAt && <Time at={project.observedAt} />;
  const retry = <RetryButton place={place} allowed={mayRetry} />;
  const note = { className: "mb-8", after };

  if (project.phase === "Deleting")
    return (
      <Note
        kind="starting"
        {...note}
        actions={
          <Link href={paths.removal({ org: place.org, removal: project.id })} className="link">
            {t("deletingFollow")}
          </Link>
        }
      >
        {t("deleting")}
      </Note>
    );
  if (project.phase === "Suspended")
    return (
      <Note kind="off" {...note}>
        {t("suspended")}
      </Note>
    );
  const first = refused[0];
  if (first)
    return (
      <Note
        kind="failed"
        {...note}
        actions={retry}
        said={
          <Said
            label={t("said")}
          >{`${t("refusedWhat", { kind: first.kind, name: first.name })}\n${first.message}`}</Said>
        }
      >
        {t("refused", {
          standing,
          count,
          refused: refused.length,
          waiting: count - standing - refused.length,
        })}{" "}
        {first.nextRetryAt && t.rich("retryAt", { time: () => <Time at={first.nextRetryAt as Date} /> })}
      </Note>
    );
  if (project.phase === "Degraded")
    return (
      <Note
        kind="failed"
        {...note}
        actions={retry}
        said={project.message && <Said label={t("said")}>{project.message}</Said>}
      >
        {t("trouble")}
      </Note>
    );
  if (drifted)
    return (
      <Note kind="starting" {...note}>
        {t("drift", { standing, count, name: drifted.name })}
      </Note>
    );
  if (project.phase === "Ready") return null;
  return (
    <Note kind="starting" {...note}>
      {count === 0 ? t("pending") : t("provisioning", { standing, count })}
    </Note>
  );
}
