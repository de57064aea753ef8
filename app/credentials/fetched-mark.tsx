import { useTranslations } from "next-intl";
import { Said } from "#components/ui/said.tsx";
import { State } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import type { CredentialRow } from "#lib/domain/credentials/data.ts";
import { refreshChoices, TOO_MUCH, WITHHELD } from "#lib/domain/stores/schema.ts";
import { whereOf } from "./place.ts";

/** Whether a value that is fetched is there, and when it was last fetched. */
export function FetchedMark({ sync }: Pick<CredentialRow, "sync">) {
  const t = useTranslations("references.state");
  const ready = sync?.ready ?? null;
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      <State kind={ready === null ? "queued" : ready ? "done" : "failed"}>
        {t(ready === null ? "waiting" : ready ? "synced" : "failed")}
      </State>
      {sync?.refreshedAt && <Time at={new Date(sync.refreshedAt)} className="text-ink-3" />}
    </span>
  );
}

/** Where a value is fetched from and how that goes, on the credential's own page. Nothing for one that was given to Portico. */
export function Fetched({
  place,
  credential: { external, sync },
}: {
  place: Place;
  credential: Pick<CredentialRow, "external" | "sync">;
}) {
  const t = useTranslations("references");
  if (!external) return null;
  const { store, refreshSeconds, parts } = external;
  const chosen = refreshChoices.find((seconds) => seconds === refreshSeconds);
  return (
    <section className="mb-8">
      <h2 className="mb-2">{t("detail.title")}</h2>
      <p className="mb-2">
        <FetchedMark sync={sync} />
      </p>
      <dl className="grid gap-x-4 gap-y-1 text-sm md:grid-cols-[auto_1fr]">
        <dt className="text-ink-3">{t("store")}</dt>
        <dd className="font-mono text-xs wrap-anywhere">{`${store.kind}/${store.name}`}</dd>
        {Object.entries(parts).map(([suffix, { remoteKey, property }]) => (
          <div key={suffix} className="contents">
            <dt className="text-ink-3">{suffix}</dt>
            <dd className="font-mono text-xs wrap-anywhere">
              {remoteKey}
              {property && ` → ${property}`}
            </dd>
          </div>
        ))}
        <dt className="text-ink-3">{t("refresh")}</dt>
        <dd>{chosen ? t(`every.${chosen}`) : t("detail.every", { seconds: refreshSeconds })}</dd>
      </dl>
      {sync?.reason === WITHHELD && <p className="mt-3">{t("detail.withheld", { at: whereOf(place) })}</p>}
      {sync?.reason === TOO_MUCH && <p className="mt-3">{t("detail.tooMuch", { at: whereOf(place) })}</p>}
      {sync?.ready === false && sync.reason !== WITHHELD && sync.reason !== TOO_MUCH && (
        <div className="mt-3 grid gap-2">
          <p>{t("detail.failed")}</p>
          <Said label={t("detail.words")}>{`${sync.reason}: ${sync.message}`}</Said>
        </div>
      )}
    </section>
  );
}
