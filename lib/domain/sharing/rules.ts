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

type Named = { secretKey: string };

/** Whether a credential of the organization is hidden in a project that has these of its own: its own name comes first. */
export function hiddenBy(own: readonly Named[]): (shared: Named) => boolean {
  const taken = new Set(own.map(({ secretKey }) => secretKey));
  return ({ secretKey }) => taken.has(secretKey);
}

/** The boxes as a set, to be compared. */
export const boxesOf = (bindings: readonly Binding[]): Set<string> => new Set(bindings.map(bindingKey));
