import { describe, expect, it } from "vitest";
import type { SessionDetail } from "#lib/domain/sessions/data.ts";
import { credentialFor, differing, fieldsFrom } from "./fields.ts";

const models = ["claude-sonnet-4-5", "gpt-5"];
const credential = (id: string, kind: "anthropic" | "openai", testPassed: boolean | null = true) => ({
  id,
  kind,
  name: id,
  testedAt: null,
  testPassed,
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
      resourceClass: "medium",
      timeoutSeconds: 90,
      inactivityTimeoutSeconds: 600,
      ownerId: "somebody",
    } as unknown as SessionDetail;
    expect(fieldsFrom(source, [credential("o", "openai")], models)).toEqual({
      title: "Score",
      prompt: "Score it.",
      websiteUrl: "",
      model: "gpt-5",
      credentialId: "o",
      resourceClass: "medium",
      timeoutMinutes: "2",
      inactivityMinutes: "10",
    });
  });
});

it("names the fields that differ", () => {
  const first = fieldsFrom(null, [], models);
  expect(differing(first, first)).toEqual([]);
  expect(differing(first, { ...first, title: "Other", timeoutMinutes: "31" })).toEqual([
    "title",
    "timeoutMinutes",
  ]);
});
