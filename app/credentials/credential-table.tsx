import Link from "next/link";
import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { CodeId } from "#components/ui/code-id.tsx";
import { formatNumber } from "#components/ui/format.ts";
import { Time } from "#components/ui/time.tsx";
import type { Place } from "#lib/domain/access/command.ts";
import type { CredentialRow } from "#lib/domain/credentials/data.ts";
import type { Bound } from "#lib/domain/sharing/data.ts";
import type { OfferedStore } from "#lib/domain/stores/rules.ts";
import { CredentialMenu } from "./credential-menu.tsx";
import { FetchedMark } from "./fetched-mark.tsx";
import { menuRow, type Ref } from "./menu-row.ts";
import { credentialPath, whereOf } from "./place.ts";
import { CredentialState, Ending } from "./state-mark.tsx";

/** Each credential with what tells it apart, how it stands and who uses it. The value itself is nowhere here to show. */
export function CredentialTable({
  place,
  secret,
  credentials,
  stores,
  projects,
}: {
  place: Place;
  secret: Ref;
  credentials: CredentialRow[];
  /** Stores that a value may be fetched from. */
  stores: OfferedStore[];
  /** Of the organization's: the projects that have each, by its id. */
  projects?: ReadonlyMap<string, Bound>;
}) {
  const t = useTranslations("credentials");
  const kinds = useTranslations("common.provider");
  const boundOf = ({ id }: CredentialRow) => projects && (projects.get(id) ?? { count: 0, names: [] });
  return (
    <Table caption={t("caption", { at: whereOf(place) })} rows="tall" plain>
      <TableHead>
        <HeadCell>{t("head.name")}</HeadCell>
        <HeadCell>{t("head.value")}</HeadCell>
        <HeadCell>{t("head.state")}</HeadCell>
        <HeadCell>{t("head.ends")}</HeadCell>
        {projects && <HeadCell num>{t("head.projects")}</HeadCell>}
        <HeadCell num>{t("head.used")}</HeadCell>
        <HeadCell>{t("head.changed")}</HeadCell>
        <HeadCell hidden>{t("head.actions")}</HeadCell>
      </TableHead>
      <TableBody>
        {credentials.map((credential) => (
          <Row key={credential.id}>
            <Cell first>
              <Link className="link font-mid" href={credentialPath(place, credential.id)} prefetch={false}>
                {credential.name}
              </Link>
              <Sub inline>{kinds(credential.kind)}</Sub>
            </Cell>
            <Cell first className="md:whitespace-nowrap">
              <Fingerprint credential={credential} />
            </Cell>
            <Cell>
              <CredentialState credential={credential} />
            </Cell>
            <Cell label={t("head.ends")} className="md:whitespace-nowrap">
              <Ending at={credential.expiresAt} />
            </Cell>
            {projects && (
              <Cell num label={t("projects")}>
                {formatNumber(boundOf(credential)?.count ?? 0)}
              </Cell>
            )}
            <Cell num label={t("used")}>
              {formatNumber(credential.sessions)}
              {credential.running > 0 && <Sub inline>{t("running", { count: credential.running })}</Sub>}
            </Cell>
            <Cell dim className="md:whitespace-nowrap">
              <Time at={credential.updatedAt} />
              <Sub inline>
                {credential.updatedBy ? t("by", { name: credential.updatedBy }) : t("byFormer")}
              </Sub>
            </Cell>
            <Cell act>
              <CredentialMenu
                place={place}
                secret={secret}
                credential={menuRow(credential, boundOf(credential))}
                stores={stores}
              />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

/** What tells a value apart: its last four characters and its fingerprint, where Portico knows them. */
export function Fingerprint({
  credential: { name, source, sync, lastFour, fingerprint },
}: {
  credential: Pick<CredentialRow, "name" | "source" | "sync" | "lastFour" | "fingerprint">;
}) {
  const t = useTranslations("credentials");
  if (source === "external") return <FetchedMark sync={sync} />;
  if (!fingerprint) return <span className="text-ink-3">{t("unknownValue")}</span>;
  return (
    <>
      {lastFour && <span className="font-mono text-xs">…{lastFour}</span>}
      <span className="block">
        <CodeId
          short={`${fingerprint.slice(0, 4)} ${fingerprint.slice(4, 8)} …`}
          copyLabel={t("copyFingerprint", { name })}
        >
          {fingerprint}
        </CodeId>
      </span>
    </>
  );
}
