import Link from "next/link";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { Section } from "#components/shell/page.tsx";
import { Kv, Facts as Statements } from "#components/ui/kv.tsx";
import { Time } from "#components/ui/time.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import type { CredentialRow } from "#lib/domain/credentials/data.ts";
import { kindOf } from "#lib/domain/credentials/kinds/index.ts";
import type { Bound } from "#lib/domain/sharing/data.ts";
import { Fingerprint } from "./credential-table.tsx";
import { whereOf } from "./place.ts";
import { SettingsButton } from "./settings-dialog.tsx";
import { Ending } from "./state-mark.tsx";

/** What is known of a credential, and what it is set to. */
export function Facts({
  place,
  credential,
  projects,
}: {
  place: Place;
  credential: CredentialRow;
  projects: Bound | null;
}) {
  const t = useTranslations("credentials.detail");
  const by = useTranslations("credentials");
  const kinds = useTranslations("common.provider");
  const words = useTranslations("credentialKinds");
  const onOff = useTranslations("credentials.settings");
  const { id, version, kind, name, settings, parts, source } = credential;
  const fields = Object.keys(kindOf(kind).fields).filter((field) => settings[field] !== undefined);
  const shown = (value: string | boolean | undefined) =>
    typeof value === "boolean" ? onOff(value ? "on" : "off") : value;
  const who = (person: string | null) => (person ? by("by", { name: person }) : by("byFormer"));
  return (
    <>
      <Section title={t("facts")}>
        <Kv
          items={[
            [t("kind"), kinds(kind)],
            [
              t("keys"),
              <ul key="keys" className="font-mono text-xs wrap-anywhere">
                {parts.map((part) => (
                  <li key={part}>{part}</li>
                ))}
              </ul>,
            ],
            [t("fingerprint"), <Fingerprint key="fingerprint" credential={credential} />],
            [t("ends"), <Ending key="ends" at={credential.expiresAt} />],
            [
              t("changed"),
              <span key="changed">
                <Time at={credential.updatedAt} /> {who(credential.updatedBy)}
              </span>,
            ],
            [
              t("projects"),
              projects &&
                t("boundTo", {
                  count: projects.count,
                  names: projects.names.join(", "),
                  more: projects.count - projects.names.length,
                }),
            ],
            [t("created"), <Time key="created" at={credential.createdAt} />],
            [
              t("disabled"),
              credential.disabledAt && (
                <span>
                  <Time at={credential.disabledAt} /> {who(credential.disabledBy)}
                </span>
              ),
            ],
          ]}
        />
      </Section>
      <Section
        title={t("settings")}
        action={
          source === "value" &&
          Object.keys(kindOf(kind).fields).length > 0 && (
            <SettingsButton place={place} credential={{ id, version, kind, name, settings }} />
          )
        }
      >
        {fields.length === 0 ? (
          <p className="text-ink-2">{t("noSettings")}</p>
        ) : (
          <Kv
            items={fields.map((field) => [words(`${kind}.setting.${field}.label`), shown(settings[field])])}
          />
        )}
      </Section>
    </>
  );
}

/** Who could read the value, said plainly. */
export function Readers({ place: { org, project } }: { place: Place }) {
  const t = useTranslations("credentials.detail");
  const starters = (
    <>
      {t("sessionsText", { at: whereOf({ org, project }) })}{" "}
      {project !== undefined && (
        <Link className="link" href={paths.access({ org, project }, { permission: "sessions:create" })}>
          {t("starters")}
        </Link>
      )}
    </>
  );
  return (
    <Section title={t("readers")}>
      <Statements
        items={[
          { title: t("sessions"), text: starters },
          ...(["worker", "cluster", "people"] as const).map((who) => ({
            title: t(who),
            text: t(`${who}Text`),
          })),
        ]}
      />
    </Section>
  );
}
