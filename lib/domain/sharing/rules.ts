import { type Binding, bindingKey } from "./schema.ts";

/** What it takes to come from the boxes that are ticked to those that shall be. */
export function bindingChanges(before: ReadonlySet<string>, after: ReadonlySet<string>) {
  const boxOf = (key: string): Binding => {
    const [credentialId = "", projectId = ""] = key.split("/");
    return { credentialId, projectId };
  };
  return {
    bind: [...after].filter((key) => !before.has(key)).map(boxOf),
    unbind: [...before].filter((key) => !after.has(key)).map(boxOf),
  };
}

/** The boxes as a set, to be compared. */
export const boxesOf = (bindings: readonly Binding[]): Set<string> => new Set(bindings.map(bindingKey));
