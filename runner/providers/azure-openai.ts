import { chatCompletions } from "./chat-completions.ts";

/** Azure's OpenAI: a resource of one's own, whose models are called by the names of their deployments. */
export const azureOpenai = chatCompletions({
  name: "Azure OpenAI",
  url: ({ baseURL, settings }) => {
    const url = new URL(`${baseURL}/openai/deployments/${settings.deployment}/chat/completions`);
    url.searchParams.set("api-version", settings.apiVersion ?? "");
    return url.href;
  },
  headers: ({ apiKey }) => ({ "api-key": apiKey }),
  mostTokens: "max_completion_tokens",
});
