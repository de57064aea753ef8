import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { State, type StateKind } from "#components/ui/state.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { Time } from "#components/ui/time.tsx";
import { allows } from "#lib/domain/access/permissions.ts";
import type { KeyRow } from "#lib/domain/keys/data.ts";
import { type KeyState, stateOf } from "#lib/domain/keys/rules.ts";
import { keyScopes } from "#lib/domain/keys/schema.ts";

const marks: Record<KeyState, StateKind> = {
  active: "done",
  ending: "warn",
  disabled: "off",
  expired: "ended",
  revoked: "off",
};

/** Keys with what tells them apart: never the secret. `of` is the head of the column that `about` fills. */
export function KeyTable<Key extends KeyRow>({
  keys,
  of,
  about,
  action,
}: {
  keys: readonly Key[];
  of: "for" | "owner";
  about: (apiKey: Key) => ReactNode;
  action: (apiKey: Key) => ReactNode;
}) {
  const t = useTranslations("keys");
  return (
    <>
      <Table caption={t("caption")} rows="tall" plain>
        <TableHead>
          <HeadCell>{t("head.state")}</HeadCell>
          <HeadCell>{t("head.name")}</HeadCell>
          <HeadCell>{t("head.may")}</HeadCell>
          <HeadCell>{t(`head.${of}`)}</HeadCell>
          <HeadCell>{t("head.made")}</HeadCell>
          <HeadCell>{t("head.used")}</HeadCell>
          <HeadCell>{t("head.ends")}</HeadCell>
          <HeadCell hidden>{t("head.actions")}</HeadCell>
        </TableHead>
        <TableBody>
          {keys.map((apiKey) => {
            const state = stateOf(apiKey);
            return (
              <Row key={apiKey.id}>
                <Cell first>
                  <State kind={marks[state]}>{t(`state.${state}`)}</State>
                </Cell>
                <Cell first>
                  <span className="font-mid wrap-anywhere">{apiKey.name}</span>
                  <Sub className="font-mono whitespace-nowrap">
                    {apiKey.prefix}…{apiKey.lastFour}
                  </Sub>
                </Cell>
                <Cell label={t("head.may")}>
                  <span className="flex flex-wrap gap-1">
                    {keyScopes.every((scope) => allows(new Set(apiKey.scopes), scope))
                      ? t("allScopes")
                      : apiKey.scopes.map((scope) => <Tag key={scope}>{scope}</Tag>)}
                  </span>
                </Cell>
                <Cell label={t(`head.${of}`)}>{about(apiKey)}</Cell>
                <Cell dim label={t("head.made")}>
                  <Time at={apiKey.createdAt} as="date" />
                  {of === "owner" && apiKey.createdBy && apiKey.createdBy !== apiKey.user?.displayName && (
                    <Sub inline>{t("madeBy", { name: apiKey.createdBy })}</Sub>
                  )}
                </Cell>
                <Cell dim label={t("head.used")}>
                  {apiKey.lastUsedAt ? <Time at={apiKey.lastUsedAt} /> : t("unused")}
                  {apiKey.lastUsedFrom && <Sub inline>{t("from", { address: apiKey.lastUsedFrom })}</Sub>}
                </Cell>
                <Cell dim label={t("head.ends")}>
                  <Time at={apiKey.revokedAt ?? apiKey.expiresAt} />
                </Cell>
                <Cell act>{(state === "active" || state === "ending") && action(apiKey)}</Cell>
              </Row>
            );
          })}
        </TableBody>
      </Table>
      <p className="mt-3 text-xs text-ink-3">{t("count", { count: keys.length })}</p>
    </>
  );
}
