import { chatCompletions } from "./chat-completions.ts";

/** Google's Gemini, by the chat completions that it speaks beside its own API. */
export const gemini = chatCompletions({
  name: "Google Gemini",
  url: ({ baseURL }) => `${baseURL}/v1beta/openai/chat/completions`,
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
  mostTokens: "max_completion_tokens",
});
