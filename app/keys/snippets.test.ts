import { expect, test } from "vitest";
import { languages, snippets } from "./snippets.ts";

const at = { key: "ptc_prj_example", portal: "https://portico.example", models: "https://models.example" };

test("a call goes to the gateway as the model's provider speaks, and to the portal where no models are called", () => {
  const paths = (model: string | null) => snippets({ ...at, model }).curl.split(" ")[1];
  expect(paths("claude-haiku-4-5")).toBe("https://models.example/v1/messages");
  expect(paths("gpt-5-mini")).toBe("https://models.example/v1/chat/completions");
  expect(paths(null)).toBe("https://portico.example/api/v1/me");
  expect(snippets({ ...at, models: null, model: "gpt-5" }).curl).toContain("/api/v1/me");
  expect(snippets({ ...at, model: "gpt-5" }).python).toContain('base_url="https://models.example/v1"');
  expect(snippets({ ...at, model: "claude-haiku-4-5" }).python).toContain(
    'base_url="https://models.example"',
  );
});

test("each language has the key and the model once", () => {
  for (const model of ["gpt-5", "claude-haiku-4-5", null])
    for (const language of languages) {
      const text = snippets({ ...at, model })[language];
      expect(text.split(at.key)).toHaveLength(2);
      if (model) expect(text.split(`"${model}"`)).toHaveLength(2);
    }
});
