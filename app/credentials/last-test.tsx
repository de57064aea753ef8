import { useTranslations } from "next-intl";
import { CredentialTest } from "#app/forms/credential-test.tsx";
import { Section } from "#components/shell/page.tsx";
import { Time } from "#components/ui/time.tsx";
import type { CredentialRow } from "#lib/domain/credentials/data.ts";

/** What the last test of a credential found, stage by stage. */
export function LastTest({
  credential: { testable, testing, testedAt, testPassed, testStages, testCause },
}: {
  credential: CredentialRow;
}) {
  const t = useTranslations("credentials.detail");
  const said = (text: string) => <p className="text-ink-2">{text}</p>;
  const durationMs = testStages.reduce((sum, stage) => sum + (stage.durationMs ?? 0), 0);
  return (
    <Section
      title={t("lastTest")}
      note={testedAt && t.rich("tested", { time: () => <Time at={testedAt} /> })}
    >
      <div role="status">
        {testing
          ? said(t("testing"))
          : !testable
            ? said(t("untestable"))
            : testPassed === null
              ? said(t("noTest"))
              : testStages.length === 0
                ? said(t(testCause === "unreadable" ? "unreadable" : "noStages"))
                : null}
      </div>
      {!testing && testPassed !== null && testStages.length > 0 && (
        <CredentialTest result={{ passed: testPassed, stages: testStages, durationMs, cause: testCause }} />
      )}
    </Section>
  );
}
