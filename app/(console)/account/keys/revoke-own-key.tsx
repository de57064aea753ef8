"use client";

import { RevokeButton } from "#app/forms/keys/revoke-button.tsx";
import { revokeOwnKeyAction, revokePlatformKeyAction } from "./actions.ts";

/** Ends one of one's own keys, of an organization or of the platform. */
export function RevokeOwnKey({
  apiKey,
}: {
  apiKey: { id: string; name: string; prefix: string; kind: string };
}) {
  const { id, kind } = apiKey;
  const action = kind === "platform" ? revokePlatformKeyAction : revokeOwnKeyAction;
  return <RevokeButton apiKey={apiKey} revoke={(key) => action({ id }, key)} />;
}
