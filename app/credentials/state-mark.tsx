import { useTranslations } from "next-intl";
import { State, type StateKind } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { CredentialRow } from "#lib/domain/credentials/data.ts";

type Known = Pick<
  CredentialRow,
  "outside" | "disabledAt" | "expiresAt" | "testing" | "testable" | "testStages"
> &
  Pick<CredentialRow, "testPassed" | "testedAt">;

/** How a credential stands, in one word: what stands in the way of its use first. */
export function CredentialState({ credential, now = Date.now() }: { credential: Known; now?: number }) {
  const t = useTranslations("credentials.state");
  const { outside, disabledAt, expiresAt, testing, testable, testPassed, testedAt, testStages } = credential;
  const said = (kind: StateKind, text: string, at: Date | null = null) => (
    <span className="inline-flex flex-wrap gap-x-2">
      <State kind={kind}>{text}</State>
      {at && <Time at={at} className="text-ink-3" />}
    </span>
  );
  if (outside)
    return said("warn", t(outside.what === "removed" ? "outsideRemoved" : "outsideChanged"), outside.at);
  if (disabledAt) return said("off", t("disabled"), disabledAt);
  if (expiresAt && expiresAt.getTime() <= now) return said("ended", t("expired"), expiresAt);
  if (testing) return said("starting", t("testing"));
  if (!testable) return said("done", t("untestable"));
  if (testPassed === null) return said("queued", t("untested"));
  if (testPassed) return said("done", t("works"), testedAt);
  const stage = testStages.find(({ state }) => state === "failed")?.stage;
  return said("failed", stage ? t("failsAt", { stage }) : t("fails"), testedAt);
}

/** The same for those who may not manage it: whether it may be used, and whether it works. */
export function UsableState({
  credential: { disabledAt, expiresAt, testPassed, testedAt },
  now = Date.now(),
}: {
  credential: Pick<CredentialRow, "disabledAt" | "expiresAt" | "testPassed" | "testedAt">;
  now?: number;
}) {
  const t = useTranslations("credentials.state");
  if (disabledAt) return <State kind="off">{t("disabled")}</State>;
  if (expiresAt && expiresAt.getTime() <= now) return <State kind="ended">{t("expired")}</State>;
  const kind = testPassed === null ? "queued" : testPassed ? "done" : "failed";
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      <State kind={kind}>{testPassed === null ? t("untested") : testPassed ? t("works") : t("fails")}</State>
      {testedAt && <Time at={testedAt} className="text-ink-3" />}
    </span>
  );
}

const DAY_MS = 24 * 3600 * 1000;

/** When a credential ends, marked in its last thirty days. */
export function Ending({ at, now = Date.now() }: { at: Date | null; now?: number }) {
  const t = useTranslations("credentials");
  if (!at) return <span className="text-ink-3">{t("never")}</span>;
  const left = at.getTime() - now;
  if (left <= 0) return <State kind="ended">{t("ended")}</State>;
  if (left > 30 * DAY_MS) return <Time at={at} />;
  return (
    <State kind="warn">
      <Time at={at} />
    </State>
  );
}
