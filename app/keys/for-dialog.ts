import type { KeyRow } from "#lib/domain/keys/data.ts";
import { tierOf } from "#lib/domain/tiers/rules.ts";
import type { KeyUsage } from "#lib/domain/usage/data.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import type { Where } from "./key-shown.tsx";
import type { LastUse } from "./revoke-dialog.tsx";
import type { DialogKey } from "./rotate-dialog.tsx";

/** Of a key what its dialogs in the browser need, and no more. `most` is the longest life in days that it may be given. */
export const forDialog = (
  { id, name, prefix, version, scopes, expiresAt, project, overlap }: KeyRow,
  most: number,
): DialogKey => ({
  id,
  name,
  prefix,
  version,
  scopes,
  expiresAt,
  project: project?.displayName ?? null,
  most,
  overlapEnds: overlap?.endsAt ?? null,
});

export const lastUseOf = (
  { lastUsedAt, lastUsedFrom, kind }: KeyRow,
  used: KeyUsage | null | undefined,
): LastUse => ({
  lastUsedAt,
  lastUsedFrom,
  // A key of the platform calls no models.
  today: kind === "platform" ? null : (used?.today ?? 0),
});

/** The addresses of the portal and of the gateway that models are called at. */
export function addresses(): { portal: string; models: string | null } {
  const { PORTICO_URL, PORTICO_MODELS_URL } = webEnv();
  return { portal: PORTICO_URL, models: PORTICO_MODELS_URL ?? null };
}

/** Where a key's calls go; `tier` is that of the project that they count for. */
export const whereOf = ({ models, project }: KeyRow, tier: string | null): Where => ({
  ...addresses(),
  model: models[0] ?? (project && tier ? (tierOf(tier).models[0] ?? null) : null),
});
