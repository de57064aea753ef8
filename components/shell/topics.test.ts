import { expect, test } from "vitest";
import { topicMatches } from "./topics.ts";

test("a topic is heard by its name or by its beginning, and by nothing else", () => {
  expect(topicMatches("order:7", "order:7")).toBe(true);
  expect(topicMatches("order:7", "order:77")).toBe(false);
  expect(topicMatches("order:*", "order:77")).toBe(true);
  expect(topicMatches("order:*", "orders")).toBe(false);
});
