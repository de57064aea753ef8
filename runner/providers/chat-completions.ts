import type { AnswerPart, Endpoint, ProviderApi } from "./api.ts";
import { failureInStream } from "./failure.ts";

/** The fields that are read of a chat completion's chunk. */
type Chunk = {
  choices?: { delta?: { content?: string | null }; finish_reason?: string | null }[];
  usage?: { prompt_tokens?: number; completion_tokens?: number } | null;
  error?: unknown;
};

/**
 * The API of chat completions, which OpenAI has made and many servers speak: they differ in address, headers and in what
 * they call the most tokens of an answer.
 */
export const chatCompletions = (of: {
  name: string;
  url: (endpoint: Endpoint) => string;
  headers: (endpoint: Endpoint) => Record<string, string>;
  mostTokens: "max_completion_tokens" | "max_tokens";
}): ProviderApi => ({
  name: of.name,
  url: of.url,
  headers: of.headers,
  body: (question) => ({
    model: question.model,
    [of.mostTokens]: question.maxTokens,
    temperature: question.temperature,
    messages: [
      ...(question.system ? [{ role: "system", content: question.system }] : []),
      { role: "user", content: question.user },
    ],
    stream: true,
    stream_options: { include_usage: true },
  }),
  parts({ data }): AnswerPart[] {
    if (data === "[DONE]") return [];
    const chunk = JSON.parse(data) as Chunk;
    if (chunk.error) throw failureInStream(of.name, chunk.error);
    const parts: AnswerPart[] = [];
    const choice = chunk.choices?.[0];
    if (choice?.delta?.content) parts.push({ type: "text", text: choice.delta.content });
    if (chunk.usage) {
      const { prompt_tokens, completion_tokens } = chunk.usage;
      parts.push({ type: "usage", inputTokens: prompt_tokens, outputTokens: completion_tokens });
    }
    if (choice?.finish_reason) parts.push({ type: "end", cut: choice.finish_reason === "length" });
    return parts;
  },
});
