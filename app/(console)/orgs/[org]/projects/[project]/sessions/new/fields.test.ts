import { describe, expect, it } from "vitest";
import type { SessionDetail } from "#lib/domain/sessions/data.ts";
import type { Usable } from "#lib/domain/sessions/usable.ts";
import { credentialFor, differing, fieldsFrom, namesModel, withCredential, withModel } from "./fields.ts";

const models = ["claude-sonnet-4-5", "gpt-5"];
const credential = (
  id: string,
  kind: Usable["kind"],
  testPassed: boolean | null = true,
  model: string | null = null,
): Usable => ({
  ...{ id, kind, name: id, secretKey: `${kind}-api-key.${id}`, model, testPassed },
  ...{
    shared: false,
    testedAt: null,
    disabled: false,
    expiresAt: null,
    awaited: false,
    removed: false,
    files: [],
    variables: [],
  },
});

describe("the credential of a model", () => {
  const rows = [
    credential("old", "anthropic", false),
    credential("new", "anthropic"),
    credential("o", "openai"),
  ];

  it("stays the wanted one when that opens the model", () => {
    expect(credentialFor("claude-sonnet-4-5", rows, "old")).toBe("old");
  });

  it("is bound again by kind when the wanted one is of another provider or gone", () => {
    expect(credentialFor("gpt-5", rows, "new")).toBe("o");
    expect(credentialFor("claude-sonnet-4-5", rows, "gone")).toBe("new");
  });

  it("is one that did not fail its test, while there is one", () => {
    expect(credentialFor("claude-sonnet-4-5", rows)).toBe("new");
    expect(credentialFor("claude-sonnet-4-5", rows.slice(0, 1))).toBe("old");
  });

  it("is none where no credential is of the model's provider", () => {
    expect(credentialFor("gpt-5", rows.slice(0, 2))).toBe("");
  });
});

describe("the first values of the form", () => {
  it("are the first model that a credential opens", () => {
    expect(fieldsFrom(null, [credential("o", "openai")], models)).toMatchObject({
      model: "gpt-5",
      credentialId: "o",
    });
  });

  it("of a clone are its task and limits, and neither its person nor its key", () => {
    const source = {
      title: "Score",
      prompt: "Score it.",
      websiteUrl: null,
      model: "gpt-5",
      credential: { id: "gone", name: "openai" },
      credentialRefs: ["openai-api-key.gone", "jira-api-key.j", "github-api-key.gone"],
      resourceClass: "medium",
      timeoutSeconds: 90,
      inactivityTimeoutSeconds: 600,
      ownerId: "somebody",
    } as unknown as SessionDetail;
    expect(fieldsFrom(source, [credential("o", "openai"), credential("j", "jira")], models)).toEqual({
      title: "Score",
      prompt: "Score it.",
      websiteUrl: "",
      model: "gpt-5",
      credentialId: "o",
      credentialIds: ["j"],
      resourceClass: "medium",
      timeoutMinutes: "2",
      inactivityMinutes: "10",
    });
  });
});

describe("a server of one's own", () => {
  const rows = [
    credential("a", "anthropic"),
    credential("v", "openai-compatible", true, "qwen3"),
    credential("w", "openai-compatible"),
    credential("z", "azure-openai", true, "gpt-5"),
  ];
  const first = fieldsFrom(null, rows, models);

  it("is asked for a model by its name there: the one that it is set to, else what was written", () => {
    const own = withCredential(first, "v", rows, models);
    expect(own).toMatchObject({ credentialId: "v", model: "qwen3" });
    expect([namesModel(first, rows), namesModel(own, rows)]).toEqual([false, true]);
    const written = { ...own, model: "llama" };
    expect(withCredential(written, "w", rows, models).model).toBe("llama");
    expect(withCredential(first, "w", rows, models).model).toBe("");
    expect(withCredential(written, "z", rows, models).model).toBe("gpt-5");
  });

  it("gives the model back to a provider with a list", () => {
    const own = withCredential(first, "v", rows, models);
    expect(withCredential(own, "a", rows, models)).toMatchObject({
      credentialId: "a",
      model: "claude-sonnet-4-5",
    });
  });

  it("is not taken for a model of the list unless it was chosen for it", () => {
    expect(withModel(first, "gpt-5", rows).credentialId).toBe("");
    const chosen = { ...first, credentialId: "z" };
    expect(withModel(chosen, "gpt-5", rows).credentialId).toBe("z");
  });

  it("is what a new session begins with where there is nothing else", () => {
    expect(fieldsFrom(null, rows.slice(1, 2), models)).toMatchObject({ credentialId: "v", model: "qwen3" });
  });

  it("that a session was made for stays with its clone, and so does its model", () => {
    const source = {
      ...{ title: "", prompt: "", websiteUrl: null, model: "llama", resourceClass: "small" },
      ...{ timeoutSeconds: 60, inactivityTimeoutSeconds: 60, credential: null },
      credentialRefs: ["openai-compatible-api-key.w"],
    } as unknown as SessionDetail;
    expect(fieldsFrom(source, rows, models)).toMatchObject({ credentialId: "w", model: "llama" });
  });
});

it("a credential that becomes the model's is no further one any more", () => {
  const rows = [credential("a", "anthropic"), credential("b", "anthropic")];
  const fields = { ...fieldsFrom(null, rows, models), credentialIds: ["b"] };
  expect(withCredential(fields, "b", rows, models).credentialIds).toEqual([]);
});

it("names the fields that differ", () => {
  const first = fieldsFrom(null, [], models);
  expect(differing(first, first)).toEqual([]);
  expect(differing(first, { ...first, credentialIds: ["a"] })).toEqual(["credentialIds"]);
  expect(differing(first, { ...first, title: "Other", timeoutMinutes: "31" })).toEqual([
    "title",
    "timeoutMinutes",
  ]);
});
