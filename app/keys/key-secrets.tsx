import { useTranslations } from "next-intl";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { State } from "#components/ui/state.tsx";
import { Time } from "#components/ui/time.tsx";
import type { SecretRow } from "#lib/domain/keys/list.ts";
import { EndOverlap } from "./end-overlap.tsx";

/** The secrets of a key that work: two while it is being rotated, of which one sees whether the old one is still in use. */
export function KeySecrets({
  org,
  keyId,
  secrets,
  mayEnd,
}: {
  org: string | null;
  keyId: string;
  secrets: readonly SecretRow[];
  mayEnd: boolean;
}) {
  const t = useTranslations("keys.secrets");
  const latest = Math.max(0, ...secrets.map(({ lastUsedAt }) => lastUsedAt?.getTime() ?? 0));
  return (
    <Table caption={t("caption")} rows="tall" plain>
      <TableHead>
        <HeadCell>{t("secret")}</HeadCell>
        <HeadCell>{t("made")}</HeadCell>
        <HeadCell>{t("used")}</HeadCell>
        <HeadCell>{t("ends")}</HeadCell>
        <HeadCell hidden>{t("actions")}</HeadCell>
      </TableHead>
      <TableBody>
        {secrets.map(({ id, prefix, lastFour, createdAt, endsAt, lastUsedAt }) => (
          <Row key={id}>
            <Cell first>
              <span className="font-mono text-xs">
                {prefix}…{lastFour}
              </span>
              <Sub>{endsAt ? t("before") : t("present")}</Sub>
            </Cell>
            <Cell dim label={t("made")}>
              <Time at={createdAt} />
            </Cell>
            <Cell label={t("used")}>
              {lastUsedAt ? <Time at={lastUsedAt} /> : t("unused")}
              {secrets.length > 1 && lastUsedAt?.getTime() === latest && (
                <Sub inline>
                  <State kind={endsAt ? "warn" : "done"} small>
                    {t("last")}
                  </State>
                </Sub>
              )}
            </Cell>
            <Cell label={t("ends")}>{endsAt ? <Time at={endsAt} as="turn" /> : t("withKey")}</Cell>
            <Cell act>{endsAt && mayEnd && <EndOverlap org={org} keyId={keyId} endsAt={endsAt} />}</Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}
