import { useTranslations } from "next-intl";
import { State } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";

/** Whether a key passed its last test, and when that was. */
export function TestMark({
  credential: { testPassed, testedAt },
}: {
  credential: { testPassed: boolean | null; testedAt: Date | null };
}) {
  const t = useTranslations("credentials");
  const kind = testPassed === null ? "queued" : testPassed ? "done" : "failed";
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      <State kind={kind}>{testPassed === null ? t("untested") : testPassed ? t("works") : t("fails")}</State>
      {testedAt && <Time at={testedAt} className="text-ink-3" />}
    </span>
  );
}
