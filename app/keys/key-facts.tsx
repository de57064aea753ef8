import Link from "next/link";
import { useTranslations } from "next-intl";
import { paths } from "#app/paths.ts";
import { Section } from "#components/shell/page.tsx";
import { CodeId } from "#components/ui/code-id.tsx";
import { Kv } from "#components/ui/kv.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { Time } from "#components/ui/time.tsx";
import type { KeyRow } from "#lib/domain/keys/data.ts";
import { KeyOwner } from "./key-words.tsx";

/** What a key is: whose, what it may, from where, since when and until when. */
export function KeyFacts({ org, apiKey }: { org: string | null; apiKey: KeyRow }) {
  const t = useTranslations("keys.page");
  const kinds = useTranslations("keys.kind");
  const calls = apiKey.scopes.includes("models:call");
  const { kind, project, scopes, models, routes, addresses } = apiKey;
  const moment = (at: Date) => (
    <>
      <Time at={at} as="exact" /> <Time at={at} className="text-ink-3" />
    </>
  );
  return (
    <Section title={t("facts")}>
      <Kv
        small
        items={[
          [t("kind"), kinds(kind)],
          [t("owner"), <KeyOwner key="owner" apiKey={apiKey} />],
          [
            t("project"),
            org && project && (
              <Link key="project" className="link" href={paths.project({ org, project: project.slug })}>
                {project.displayName}
              </Link>
            ),
          ],
          [t("may"), <Tags key="may" of={scopes} />],
          [t("models"), calls && (models.length > 0 ? <Tags key="models" of={models} /> : t("modelsAll"))],
          [t("routes"), calls && (routes.length > 0 ? <Tags key="routes" of={routes} /> : t("routesAll"))],
          [
            t("addresses"),
            addresses.length > 0 ? <Tags key="addresses" of={addresses} /> : t("addressesAll"),
          ],
          [t("made"), moment(apiKey.createdAt)],
          [
            t("used"),
            apiKey.lastUsedAt ? (
              <>
                {moment(apiKey.lastUsedAt)}{" "}
                {apiKey.lastUsedFrom && (
                  <span className="font-mono">{t("usedFrom", { address: apiKey.lastUsedFrom })}</span>
                )}
              </>
            ) : (
              t("unused")
            ),
          ],
          [t("ends"), moment(apiKey.expiresAt)],
          [
            t("disabled"),
            apiKey.disabledAt && (
              <>
                {moment(apiKey.disabledAt)} {apiKey.disabledBy && t("by", { name: apiKey.disabledBy })}
              </>
            ),
          ],
          [t("revoked"), apiKey.revokedAt && moment(apiKey.revokedAt)],
          [
            t("id"),
            <CodeId key="id" copyLabel={t("copyId")}>
              {apiKey.id}
            </CodeId>,
          ],
        ]}
      />
    </Section>
  );
}

function Tags({ of }: { of: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-1">
      {of.map((one) => (
        <Tag key={one}>{one}</Tag>
      ))}
    </span>
  );
}
