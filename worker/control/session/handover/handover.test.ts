import fc from "fast-check";
import { expect, test } from "vitest";
import { handOver, plainVariables } from "./index.ts";
import type { Handed } from "./way.ts";

/** What a kubelet makes of a variable's value: `$(NAME)` is another one's, `$$` is `$`, and what is unknown stays as it is. */
function expand(value: string, others: Record<string, string>): string {
  return value.replace(/\$(\$|\(([^)]*)\))/g, (whole, first: string, name: string | undefined) =>
    first === "$" ? "$" : (others[name ?? ""] ?? whole),
  );
}

test("a value is what it says, whatever it says of other variables", () => {
  const words = fc
    .array(fc.constantFrom("$", "$$", "$(TOKEN)", "(TOKEN)", "$(", ")", "a", "\\"))
    .map((all) => all.join(""));
  fc.assert(
    fc.property(words, (value) => {
      const [variable] = plainVariables({ VALUE: value });
      expect(expand((variable as { value: string }).value, { TOKEN: "secret" })).toBe(value);
    }),
  );
});

test("each Secret is mounted once, with the keys that were asked for and no others", () => {
  const of = (name: string, secret: Handed["secret"]): Handed => ({
    ...{ name, secret, kind: "anthropic", variables: {}, settings: {} },
    parts: [{ way: "file", key: name, as: name }],
  });
  const { volumes } = handOver([
    of("a", "project-credentials"),
    of("b", "shared-credentials"),
    of("c", "project-credentials"),
  ]);
  const source = (name: string, ...keys: string[]) => ({
    secret: { name, items: keys.map((key) => ({ key, path: key })) },
  });
  expect(volumes).toEqual([
    {
      name: "credentials",
      projected: {
        defaultMode: 0o440,
        sources: [source("project-credentials", "a", "c"), source("shared-credentials", "b")],
      },
    },
  ]);
});
