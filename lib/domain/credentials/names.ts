import { type CredentialKindId, primaryPart } from "./kinds/index.ts";

/**
 * The key of the Secret that holds a part of a credential, the primary one unless another is named: `anthropic-api-key` for
 * the first of its kind, which has the kind's own name, `anthropic-api-key.<name>` for others.
 */
export const secretKeyOf = (kind: CredentialKindId, name: string, part = primaryPart(kind)): string =>
  name === kind ? `${kind}-${part}` : `${kind}-${part}.${name}`;
