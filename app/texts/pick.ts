/** Texts as they stand in messages/: sentences by name, in namespaces that may hold others. */
export type Messages = { [name: string]: string | Messages };

/** Those namespaces and nothing else: `["sessions.form"]` gives `{ sessions: { form: … } }`. Throws for one that is not there. */
export function pick(messages: Messages, namespaces: readonly string[]): Messages {
  return namespaces.map((path) => only(messages, path.split("."), path)).reduce(merge, {});
}

function only(messages: Messages, [name = "", ...rest]: string[], path: string): Messages {
  const found = messages[name];
  if (found === undefined || typeof found === "string") throw new Error(`There are no texts at ${path}.`);
  return { [name]: rest.length > 0 ? only(found, rest, path) : found };
}

/** Both together. */
export function merge(one: Messages, other: Messages): Messages {
  const both = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const here = both[name];
    both[name] = typeof here === "object" && typeof value === "object" ? merge(here, value) : value;
  }
  return both;
}
