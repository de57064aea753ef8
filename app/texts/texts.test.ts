import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { createTranslator, type IntlError } from "next-intl";
import { describe, expect, test } from "vitest";
import { type Messages, merge, pick } from "./pick.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const messages: Messages = Object.fromEntries(
  globSync("messages/en/*.json", { cwd: root }).map((file) => [
    file.replace(/^.*\/|\.json$/g, ""),
    JSON.parse(readFileSync(join(root, file), "utf8")),
  ]),
);
const files = globSync("app/**/*.{ts,tsx}", { cwd: root }).filter((file) => !/\.test\.ts$/.test(file));

type Module = { runs: "browser" | "server" | "action"; imports: string[]; says: string[]; sends: string[] };
const strings = (text: string) => [...text.matchAll(/"([^"]+)"/g)].map((match) => match[1] as string);
/** Lists of namespaces that several pages send, by name. */
const lists = new Map(
  files.flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/^export const (\w+Texts) = \[([^\]]*)\]/gm)].map(
      ([, name = "", of = ""]) => [name, strings(of)] as const,
    ),
  ),
);
const modules = new Map(files.map((file) => [file, read(file)]));
const moduleOf = (file: string) => modules.get(file) as Module;

/** What one module imports from app/, which namespaces it says, and which it sends to the browser. */
function read(file: string): Module {
  const text = readFileSync(join(root, file), "utf8");
  const imports = [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)"/gm)].map(
    ([, from = ""]) =>
      from.startsWith("#app/")
        ? from.slice(1)
        : from.startsWith(".")
          ? normalize(join(dirname(file), from))
          : "",
  );
  return {
    runs: /^"use client"/.test(text) ? "browser" : /^"use server"/.test(text) ? "action" : "server",
    imports: imports.filter((name) => files.includes(name)),
    says: [...text.matchAll(/\buseTranslations(?:<\w+>)?\(([^)]*)\)/g)].flatMap(
      ([, of = ""]) => strings(of)[0] ?? "*",
    ),
    sends: [...text.matchAll(/<Texts\s+of=\{\[([^\]]*)\]\}/g)].flatMap(([, of = ""]) => [
      ...strings(of),
      ...[...of.matchAll(/\.\.\.(\w+)/g)].flatMap(([, name = ""]) => lists.get(name) ?? []),
    ]),
  };
}

const covers = (sent: string, said: string) => said === sent || said.startsWith(`${sent}.`);

/** What modules say in the browser, with who says it, when this one is drawn and `sent` has been sent to it already. */
function unsent(file: string, sent: string[], browser = false, seen = new Set<string>()): string[] {
  const { runs, imports, says, sends } = moduleOf(file);
  const here = browser || runs === "browser";
  const known = [...sent, ...sends];
  const mark = `${file} ${here} ${known}`;
  if (runs === "action" || seen.has(mark)) return [];
  seen.add(mark);
  const own = here
    ? says.filter((said) => !known.some((name) => covers(name, said))).map((said) => `${said} in ${file}`)
    : [];
  return [...own, ...imports.flatMap((next) => unsent(next, known, here, seen))];
}

const layoutsOf = (file: string) =>
  files.filter((other) => /(^|\/)layout\.tsx$/.test(other) && file.startsWith(`${dirname(other)}/`));
const drawn = files.filter((file) =>
  /(^|\/)(page|layout|error|loading|not-found|forbidden|default)\.tsx$/.test(file),
);

describe("the browser has every text it says, and no other", () => {
  test.each(drawn)("%s", (file) => {
    const above = layoutsOf(file).flatMap((layout) => moduleOf(layout).sends);
    expect(unsent(file, above)).toEqual([]);
  });

  test.each(files.filter((file) => moduleOf(file).sends.length > 0))(
    "%s sends nothing for nothing",
    (file) => {
      const below = /layout\.tsx$/.test(file) ? drawn.filter((other) => layoutsOf(other).includes(file)) : [];
      const alone = { ...moduleOf(file), sends: [] };
      const { sends } = moduleOf(file);
      modules.set(file, alone);
      const said = [file, ...below]
        .flatMap((entry) => unsent(entry, []))
        .map((line) => line.split(" ")[0] ?? "");
      modules.set(file, { ...alone, sends });
      expect(sends.filter((name) => !said.some((other) => covers(name, other)))).toEqual([]);
    },
  );

  test("only named namespaces are asked for in the browser", () => {
    expect(files.filter((file) => moduleOf(file).says.includes("*"))).toEqual([]);
  });
});

describe("every text that a module names is there", () => {
  const binds =
    /const (\w+) = (?:await )?(?:use|get)Translations\("([^"]+)"\)|const \[([^\]]+)\] = await Promise\.all\(\[([^\]]*getTranslations[^\]]*)\]\)/g;

  test.each(files)("%s", (file) => {
    const text = readFileSync(join(root, file), "utf8");
    const spaces = new Map<string, string[]>();
    const bind = (name: string, space: string) => spaces.set(name, [...(spaces.get(name) ?? []), space]);
    for (const [, name, space, names, calls] of text.matchAll(binds)) {
      if (name && space) bind(name, space);
      const all = calls?.split(", ") ?? [];
      for (const [at, one] of (names?.split(", ") ?? []).entries())
        for (const of of strings(all[at] ?? "")) bind(one, of);
    }
    const missing: string[] = [];
    for (const [name, of] of spaces)
      for (const [, key = ""] of text.matchAll(new RegExp(`\\b${name}(?:\\.rich|\\.raw)?\\("([^"]+)"`, "g")))
        if (!of.some((space) => typeof at(`${space}.${key}`) === "string")) missing.push(`${of} ${key}`);
    for (const space of [...spaces.values()].flat()) if (typeof at(space) !== "object") missing.push(space);
    expect(missing).toEqual([]);
  });

  function at(path: string): Messages | string | undefined {
    return path
      .split(".")
      .reduce<Messages | string | undefined>(
        (here, name) => (typeof here === "object" ? here[name] : undefined),
        messages,
      );
  }
});

test("every text is of a form that can be said", () => {
  const wrong: string[] = [];
  const onError = (error: IntlError) => {
    if (error.code === "INVALID_MESSAGE") wrong.push(error.message);
  };
  const say = createTranslator({ locale: "en", messages, onError });
  const each = (of: Messages, path: string[]) => {
    for (const [name, one] of Object.entries(of))
      if (typeof one === "string") say([...path, name].join(".") as never);
      else each(one, [...path, name]);
  };
  each(messages, []);
  expect(wrong).toEqual([]);
});

describe("picking texts", () => {
  const all: Messages = { a: { one: "1", b: { two: "2" }, c: { three: "3" } }, d: { four: "4" } };

  test("leaves out everything that was not named", () => {
    expect(pick(all, ["a.b", "d"])).toEqual({ a: { b: { two: "2" } }, d: { four: "4" } });
  });
  test("two namespaces of one keep both", () => {
    expect(pick(all, ["a.b", "a.c"])).toEqual({ a: { b: { two: "2" }, c: { three: "3" } } });
  });
  test("refuses a namespace that is not there", () => {
    expect(() => pick(all, ["a.x"])).toThrow("There are no texts at a.x.");
    expect(() => pick(all, ["a.one"])).toThrow("There are no texts at a.one.");
  });
  test("what comes later is added to what is there", () => {
    expect(merge({ a: { one: "1" } }, { a: { b: { two: "2" } } })).toEqual({
      a: { one: "1", b: { two: "2" } },
    });
  });
});
