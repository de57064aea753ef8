import { expect, test } from "vitest";
import { fieldsOf, type Schema, typeOf } from "./schema.ts";

const components: Record<string, Schema> = {
  Owner: {
    type: "object",
    description: "Who",
    properties: { id: { type: "string", format: "uuid" }, name: { type: "string" } },
    required: ["id"],
  },
};

test.each<[Schema, string]>([
  [{ type: "string" }, "string"],
  [{ type: "string", format: "uuid" }, "string (uuid)"],
  [{ anyOf: [{ type: "integer" }, { type: "null" }] }, "integer or null"],
  [{ enum: ["a", "b"] }, '"a" | "b"'],
  [{ type: "array", items: { type: "string" } }, "list of string"],
  [{ $ref: "#/components/schemas/Owner" }, "object"],
  [{ anyOf: [{ $ref: "#/components/schemas/Owner" }, { type: "null" }] }, "object or null"],
  [{}, "any value"],
])("%j is said as %s", (schema, words) => {
  expect(typeOf(schema, components)).toBe(words);
});

test("fields of objects, lists and references are each a line with its way", () => {
  const owner = { $ref: "#/components/schemas/Owner" };
  const schema: Schema = {
    type: "object",
    properties: {
      items: { type: "array", items: { type: "object", properties: { owner }, required: ["owner"] } },
      next: { anyOf: [{ type: "string" }, { type: "null" }], description: "Goes into after" },
    },
    required: ["items"],
  };
  expect(fieldsOf(schema, components).map(({ name, required }) => [name, required])).toEqual([
    ["items", true],
    ["items[].owner", true],
    ["items[].owner.id", true],
    ["items[].owner.name", false],
    ["next", false],
  ]);
  expect(fieldsOf(schema, components).at(-1)?.description).toBe("Goes into after");
});
