import type { AnswerPart, ProviderApi } from "./api.ts";
import { failureInStream } from "./failure.ts";

/** The fields that are read of the Messages API's events. */
type Event = {
  type?: string;
  message?: { usage?: AnthropicUsage };
  delta?: { type?: string; text?: string; stop_reason?: string | null };
  usage?: AnthropicUsage;
  error?: unknown;
};

type AnthropicUsage = {
  input_tokens?: number | null;
  output_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
  cache_read_input_tokens?: number | null;
};

/** Anthropic's Messages API. */
export const anthropic: ProviderApi = {
  name: "Anthropic",
  url: ({ baseURL }) => `${baseURL}/v1/messages`,
  headers: ({ apiKey }) => ({ "x-api-key": apiKey, "anthropic-version": "2023-06-01" }),
  body: (question) => ({
    model: question.model,
    max_tokens: question.maxTokens,
    system: question.system,
    temperature: question.temperature,
    messages: [{ role: "user", content: question.user }],
    stream: true,
  }),
  parts({ data }): AnswerPart[] {
    const event = JSON.parse(data) as Event;
    switch (event.type) {
      case "message_start":
        return usagePart(event.message?.usage);
      case "content_block_delta":
        return event.delta?.type === "text_delta" ? [{ type: "text", text: event.delta.text ?? "" }] : [];
      case "message_delta": {
        const cut = event.delta?.stop_reason === "max_tokens";
        return [
          ...usagePart(event.usage),
          ...(event.delta?.stop_reason ? [{ type: "end" as const, cut }] : []),
        ];
      }
      case "error":
        throw failureInStream("Anthropic", event.error);
      default:
        return [];
    }
  },
};

/** Tokens written to and read from the cache are input too. */
function usagePart(usage: AnthropicUsage | undefined): AnswerPart[] {
  if (!usage) return [];
  const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens } = usage;
  const inputTokens =
    input_tokens == null
      ? undefined
      : input_tokens + (cache_creation_input_tokens ?? 0) + (cache_read_input_tokens ?? 0);
  return [{ type: "usage", inputTokens, outputTokens: output_tokens ?? undefined }];
}
