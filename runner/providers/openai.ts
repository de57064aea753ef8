import { chatCompletions } from "./chat-completions.ts";

/** OpenAI itself. */
export const openai = chatCompletions({
  name: "OpenAI",
  url: ({ baseURL }) => `${baseURL}/v1/chat/completions`,
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
  mostTokens: "max_completion_tokens",
});
