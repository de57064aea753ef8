import { expect, test } from "vitest";
import { fileName, linesAsText } from "./rules.ts";

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])("a cell %j is text to a spreadsheet", (cell) => {
  const [, line] = linesAsText("csv", [{ name: cell }], true).split(/\r\n(?!$)/);
  expect(line).toMatch(/^"?'/);
});

test("CSV has one head, quotes what needs it, and writes times and objects as text", () => {
  const line = { seq: 12n, at: new Date(0), name: 'a "b", c\nd', detail: { before: 1 }, none: null };
  expect(linesAsText("csv", [line], true)).toBe(
    'seq,at,name,detail,none\r\n12,1970-01-01T00:00:00.000Z,"a ""b"", c\nd","{""before"":1}",\r\n',
  );
  expect(linesAsText("csv", [line], false)).not.toContain("seq");
  expect(linesAsText("csv", [], true)).toBe("");
});

test("each line of NDJSON is a JSON object on one line", () => {
  const text = linesAsText("ndjson", [{ seq: 1n, name: "=a\nb" }, { seq: 2n }], true);
  expect(
    text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line)),
  ).toEqual([{ seq: "1", name: "=a\nb" }, { seq: "2" }]);
});

test("a file says what it is, whose and when", () => {
  expect(fileName("audit", "northmoor", "csv", new Date("2026-11-22T23:59:59Z"))).toBe(
    "audit_northmoor_2026-11-22.csv",
  );
});
