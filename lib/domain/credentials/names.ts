import type { ProviderKind } from "#lib/domain/tiers/rules.ts";

/** The key of the Secret project-credentials that holds a credential: `anthropic-api-key` for the first of its kind. */
export const secretKeyOf = (kind: ProviderKind, name: string): string =>
  name === kind ? `${kind}-api-key` : `${kind}-api-key.${name}`;
