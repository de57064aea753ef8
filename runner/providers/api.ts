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

/** What differs between the providers' APIs. */
export type ProviderApi = {
  /** As people call it. */
  name: string;
  path: string;
  headers(apiKey: string): Record<string, string>;
  body(question: Question): object;
  /** The parts that one event of the stream holds. Throws ProviderError for an error event. */
  parts(event: ServerSentEvent): AnswerPart[];
};
