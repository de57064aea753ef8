import { chatCompletions } from "./chat-completions.ts";

/** A server of one's own that speaks OpenAI's API (vLLM, LiteLLM, Ollama). Its address has its `/v1`; some ask for no key. */
export const openaiCompatible = chatCompletions({
  name: "The model server",
  url: ({ baseURL }) => `${baseURL}/chat/completions`,
  headers: ({ apiKey, settings: { header = "authorization" } }): Record<string, string> => {
    if (apiKey === "") return {};
    return { [header]: header === "authorization" ? `Bearer ${apiKey}` : apiKey };
  },
  mostTokens: "max_tokens",
});
