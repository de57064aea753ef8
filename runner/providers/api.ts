import type { MayConnect } from "../request.ts";
import type { ServerSentEvent } from "../sse.ts";

/** One question to a model, in words common to the providers. */
export type Question = {
  model: string;
  system: string | undefined;
  user: string;
  maxTokens: number;
  temperature: number | undefined;
};

/** What arrives of an answer. Token counts are the request's totals so far. */
export type AnswerPart =
  | { type: "text"; text: string }
  | { type: "usage"; inputTokens?: number | undefined; outputTokens?: number | undefined }
  /** The provider said that the answer is complete; `cut` when it reached its token limit. */
  | { type: "end"; cut: boolean };

/** What a credential says of its server beside the key; a provider that needs none of it has none. */
export type ProviderSettings = {
  /** Name of the header that carries the key, in lower case. */
  header?: string;
  /** Azure's name for a model that was made available, and the version of its API. */
  deployment?: string;
  apiVersion?: string;
  /** A certificate authority beside the public ones, as PEM. */
  ca?: string;
  verifyTls?: boolean;
};

/** Where a provider is, and what opens it. */
export type Endpoint = {
  /** Without a trailing slash. */
  baseURL: string;
  apiKey: string;
  settings: ProviderSettings;
  /** Left out for the platform's own addresses. */
  mayConnect?: MayConnect | undefined;
};

/** What differs between the providers' APIs. */
export type ProviderApi = {
  /** As people call it. */
  name: string;
  url(endpoint: Endpoint): string;
  headers(endpoint: Endpoint): Record<string, string>;
  body(question: Question): object;
  /** The parts that one event of the stream holds. Throws ProviderError for an error event. */
  parts(event: ServerSentEvent): AnswerPart[];
};
