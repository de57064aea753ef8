"use client";

import { RevokeButton } from "#app/forms/tokens/revoke-button.tsx";
import { revokeTokenAction } from "./actions.ts";

/** Ends a token of the organization, whosever it is. */
export function RevokeToken({
  org,
  token,
}: {
  org: string;
  token: { id: string; name: string; prefix: string };
}) {
  return <RevokeButton token={token} revoke={(key) => revokeTokenAction({ org }, { id: token.id }, key)} />;
}
