/** What a session has used so far, in the provider's own count. */
export type Usage = { inputTokens: number; outputTokens: number; requests: number };

export const noUsage = (): Usage => ({ inputTokens: 0, outputTokens: 0, requests: 0 });
