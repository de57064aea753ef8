import { providerOf } from "#lib/domain/tiers/rules.ts";

export const languages = ["curl", "python", "typescript"] as const;
export type Language = (typeof languages)[number];

/** What a first call needs: `model` null for a key that calls the API of the portal and no models. */
export type Sample = { key: string; portal: string; models: string | null; model: string | null };

const hello = "Say hello.";

/** The first call of a key in each language, ready to run. Models are called the way their provider's own library does. */
export function snippets({ key, portal, models, model }: Sample): Record<Language, string> {
  if (model === null || models === null) return ofPortal(key, portal);
  return providerOf(model) === "anthropic" ? messages(key, models, model) : chat(key, models, model);
}

const ofPortal = (key: string, portal: string): Record<Language, string> => ({
  curl: `curl ${portal}/api/v1/me \\
  -H "Authorization: Bearer ${key}"`,
  python: `import requests

answer = requests.get(
    "${portal}/api/v1/me",
    headers={"Authorization": "Bearer ${key}"},
)
print(answer.json())`,
  typescript: `const answer = await fetch("${portal}/api/v1/me", {
  headers: { Authorization: "Bearer ${key}" },
});
console.log(await answer.json());`,
});

const messages = (key: string, models: string, model: string): Record<Language, string> => ({
  curl: `curl ${models}/v1/messages \\
  -H "Authorization: Bearer ${key}" \\
  -H "anthropic-version: 2023-06-01" \\
  -H "content-type: application/json" \\
  -d '{"model": "${model}", "max_tokens": 64,
       "messages": [{"role": "user", "content": "${hello}"}]}'`,
  python: `from anthropic import Anthropic

client = Anthropic(
    base_url="${models}",
    auth_token="${key}",
)
message = client.messages.create(
    model="${model}",
    max_tokens=64,
    messages=[{"role": "user", "content": "${hello}"}],
)
print(message.content[0].text)`,
  typescript: `import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({
  baseURL: "${models}",
  authToken: "${key}",
});
const message = await client.messages.create({
  model: "${model}",
  max_tokens: 64,
  messages: [{ role: "user", content: "${hello}" }],
});
console.log(message.content);`,
});

const chat = (key: string, models: string, model: string): Record<Language, string> => ({
  curl: `curl ${models}/v1/chat/completions \\
  -H "Authorization: Bearer ${key}" \\
  -H "content-type: application/json" \\
  -d '{"model": "${model}",
       "messages": [{"role": "user", "content": "${hello}"}]}'`,
  python: `from openai import OpenAI

client = OpenAI(
    base_url="${models}/v1",
    api_key="${key}",
)
answer = client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "${hello}"}],
)
print(answer.choices[0].message.content)`,
  typescript: `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "${models}/v1",
  apiKey: "${key}",
});
const answer = await client.chat.completions.create({
  model: "${model}",
  messages: [{ role: "user", content: "${hello}" }],
});
console.log(answer.choices[0].message.content);`,
});
