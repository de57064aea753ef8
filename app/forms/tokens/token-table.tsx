import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Cell, HeadCell, Row, Sub, Table, TableBody, TableHead } from "#components/table/table.tsx";
import { State, type StateKind } from "#components/ui/state.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { Time } from "#components/ui/time.tsx";
import type { TokenRow } from "#lib/domain/tokens/data.ts";
import { stateOf, type TokenState } from "#lib/domain/tokens/rules.ts";
import { tokenScopes } from "#lib/domain/tokens/schema.ts";

const marks: Record<TokenState, StateKind> = {
  active: "done",
  ending: "warn",
  expired: "ended",
  revoked: "off",
};

/** Tokens with what tells them apart: never the secret. `of` is the head of the column that `about` fills. */
export function TokenTable<Token extends TokenRow>({
  tokens,
  of,
  about,
  action,
}: {
  tokens: readonly Token[];
  of: "for" | "owner";
  about: (token: Token) => ReactNode;
  action: (token: Token) => ReactNode;
}) {
  const t = useTranslations("tokens");
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
          {tokens.map((token) => {
            const state = stateOf(token);
            return (
              <Row key={token.id}>
                <Cell first>
                  <State kind={marks[state]}>{t(`state.${state}`)}</State>
                </Cell>
                <Cell first>
                  <span className="font-mid wrap-anywhere">{token.name}</span>
                  <Sub className="font-mono whitespace-nowrap">
                    {token.prefix}…{token.lastFour}
                  </Sub>
                </Cell>
                <Cell label={t("head.may")}>
                  <span className="flex flex-wrap gap-1">
                    {token.scopes.length === tokenScopes.length
                      ? t("allScopes")
                      : token.scopes.map((scope) => <Tag key={scope}>{scope}</Tag>)}
                  </span>
                </Cell>
                <Cell label={t(`head.${of}`)}>{about(token)}</Cell>
                <Cell dim label={t("head.made")}>
                  <Time at={token.createdAt} as="date" />
                  {of === "owner" && token.createdBy && token.createdBy !== token.user?.displayName && (
                    <Sub inline>{t("madeBy", { name: token.createdBy })}</Sub>
                  )}
                </Cell>
                <Cell dim label={t("head.used")}>
                  {token.lastUsedAt ? <Time at={token.lastUsedAt} /> : t("unused")}
                  {token.lastUsedFrom && <Sub inline>{t("from", { address: token.lastUsedFrom })}</Sub>}
                </Cell>
                <Cell dim label={t("head.ends")}>
                  <Time at={token.revokedAt ?? token.expiresAt} />
                </Cell>
                <Cell act>{(state === "active" || state === "ending") && action(token)}</Cell>
              </Row>
            );
          })}
        </TableBody>
      </Table>
      <p className="mt-3 text-xs text-ink-3">{t("count", { count: tokens.length })}</p>
    </>
  );
}
