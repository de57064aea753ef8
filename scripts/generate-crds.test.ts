import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { crdFiles } from "./generate-crds.ts";

const files = [...crdFiles()];

test.each(files)("deploy/crds/%s is what the contract says", (name, content) => {
  expect(readFileSync(join(import.meta.dirname, "..", "deploy", "crds", name), "utf8")).toBe(content);
});

test("every text and list of the contract has a limit, so that rules stay affordable", () => {
  for (const [name, content] of files) {
    const unlimited = content.split("\n").flatMap((line, i, all) => {
      const indent = line.search(/\S/);
      const kind = /^\s*type: (string|array)$/.exec(line)?.[1];
      if (!kind || indent < 16) return [];
      // The siblings of this line: neighbours of the same indent up to the end of their mapping.
      const from = all
        .slice(0, i)
        .findLastIndex((other) => other.search(/\S/) < indent && other.trim() !== "");
      const to = all.findIndex((other, j) => j > i && other.trim() !== "" && other.search(/\S/) < indent);
      const siblings = all
        .slice(from + 1, to === -1 ? undefined : to)
        .filter((other) => other.search(/\S/) === indent);
      const limited = siblings.some((other) => /^\s*(maxLength|maxItems|enum):?/.test(other));
      return limited ? [] : [`${name}:${i + 1}`];
    });
    expect(unlimited).toEqual([]);
  }
});
