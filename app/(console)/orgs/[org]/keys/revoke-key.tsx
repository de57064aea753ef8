"use client";

import { RevokeButton } from "#app/forms/keys/revoke-button.tsx";
import { revokeKeyAction } from "./actions.ts";

/** Ends a key of the organization, whosever it is. */
export function RevokeKey({
  org,
  apiKey,
}: {
  org: string;
  apiKey: { id: string; name: string; prefix: string };
}) {
  return <RevokeButton apiKey={apiKey} revoke={(key) => revokeKeyAction({ org }, { id: apiKey.id }, key)} />;
}
