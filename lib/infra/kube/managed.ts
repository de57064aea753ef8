/** One entry of `metadata.managedFields`: who wrote which fields last. `time` is RFC 3339, to the second. */
export interface ManagedEntry {
  manager?: string;
  operation?: "Apply" | "Update";
  time?: string;
  subresource?: string;
  fieldsV1?: ManagedFields;
}

/** The tree of the fields a manager owns: `{"f:spec": {"f:hard": {}}}`. */
export interface ManagedFields {
  [key: string]: ManagedFields;
}

/** Sets of fields by their text. Objects of one kind that one program wrote have the same. */
const shared = new Map<string, ManagedFields>();
const MOST_SHARED = 1000;

/**
 * The entries in a form small enough to keep for every object: managed fields are half of what the API server sends of one,
 * but nearly all objects share theirs. Who wrote a subresource is left out.
 */
export function slimManaged(entries: readonly ManagedEntry[] | undefined): ManagedEntry[] {
  return (entries ?? [])
    .filter((entry) => !entry.subresource)
    .map(({ manager, operation, time, fieldsV1 }) => ({
      manager,
      operation,
      time,
      fieldsV1: fieldsV1 && share(fieldsV1),
    }));
}

function share(fields: ManagedFields): ManagedFields {
  const text = JSON.stringify(fields);
  const known = shared.get(text);
  if (known) return known;
  // Sets that only one object has are kept by that object alone.
  if (shared.size >= MOST_SHARED) shared.clear();
  shared.set(text, fields);
  return fields;
}

/** What of a Secret's content a manager owns. Who applied `stringData` owns it under that name. */
const contentOf = ({ fieldsV1 }: ManagedEntry): ManagedFields => ({
  ...fieldsV1?.["f:stringData"],
  ...fieldsV1?.["f:data"],
});

/** Who owns a key of a Secret: that is metadata, its content is not looked at. */
export const keyOwners = (entries: readonly ManagedEntry[] | undefined, key: string): ManagedEntry[] =>
  (entries ?? []).filter((entry) => `f:${key}` in contentOf(entry));

/** The keys that a Secret has, by who owns its fields. */
export const ownedKeys = (entries: readonly ManagedEntry[] | undefined): string[] => [
  ...new Set(
    (entries ?? []).flatMap((entry) =>
      Object.keys(contentOf(entry))
        .filter((field) => field.startsWith("f:"))
        .map((field) => field.slice(2)),
    ),
  ),
];
