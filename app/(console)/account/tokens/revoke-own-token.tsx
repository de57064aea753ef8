"use client";

import { RevokeButton } from "#app/forms/tokens/revoke-button.tsx";
import { revokeOwnTokenAction, revokePlatformTokenAction } from "./actions.ts";

/** Ends one of one's own tokens, of an organization or of the platform. */
export function RevokeOwnToken({
  token,
}: {
  token: { id: string; name: string; prefix: string; kind: string };
}) {
  const { id, kind } = token;
  const action = kind === "platform" ? revokePlatformTokenAction : revokeOwnTokenAction;
  return <RevokeButton token={token} revoke={(key) => action({ id }, key)} />;
}
