import { fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import type { Drift } from "#lib/domain/clusters/contract/project.ts";
import { namespaces, type Resource, secrets } from "#lib/infra/kube/objects.ts";
import { bundleResources } from "../cache.ts";
import type { Deps } from "../deps.ts";
import { differingPaths } from "./compare.ts";
import type { BundleObject } from "./manifests/common.ts";

/** One entry of `metadata.managedFields`. `time` is RFC 3339, to the second. */
export interface ManagedEntry {
  manager?: string;
  operation?: "Apply" | "Update";
  time?: string;
  subresource?: string;
  fieldsV1?: Fields;
}
interface Fields {
  [key: string]: Fields;
}

/** Who wrote last what differs; "ours" when it was Portico, which then only catches up with itself. */
type Writer = Pick<Drift, "manager" | "operation" | "changedAt"> | "ours";

const MOST_ENTRIES = 20;
const MOST_FIELDS = 16;
/** Somebody who writes the same again and again is one entry a minute. */
const TOGETHER_MS = 60_000;

const own: ReadonlySet<string | undefined> = new Set(Object.values(fieldManagers));

/** Pure: who owns what differs. What was taken out is owned by nobody: then nobody is named. */
export function writerOf(entries: readonly ManagedEntry[], paths: readonly string[][]): Writer {
  const owning = entries.filter(
    (entry) => !entry.subresource && paths.some((path) => owns(entry.fieldsV1, path)),
  );
  const [last] = owning
    .filter((entry) => !own.has(entry.manager))
    .sort((a, b) => (b.time ?? "").localeCompare(a.time ?? ""));
  if (last)
    return { manager: last.manager ?? "", operation: last.operation ?? "Update", changedAt: last.time };
  return owning.length > 0 ? "ours" : { manager: "", operation: "Update" };
}

/** Whether a manager's fields hold a path, something within it, or a whole that it is part of. */
function owns(fields: Fields | undefined, path: readonly string[]): boolean {
  let at = fields;
  for (const segment of path) {
    const next: Fields | undefined = at?.[`f:${segment}`];
    if (!next) return at !== fields && at !== undefined && Object.keys(at).length === 0;
    at = next;
  }
  return at !== undefined;
}

const keyOf = ({ kind, name }: Pick<Drift, "kind" | "name">) => `${kind}/${name}`;

/** What others changed of one project's bundle, newest first, as the Project's status keeps it. */
export class DriftLog {
  #entries: Drift[];

  /** What is no longer wanted (`wanted` names the objects that are) needs no repair any more. */
  constructor(before: readonly Drift[], wanted: readonly BundleObject[]) {
    const names = new Set(wanted.map(({ kind, metadata: { name } }) => keyOf({ kind, name })));
    this.#entries = before.map((entry) =>
      entry.state === "Repaired" || names.has(keyOf(entry))
        ? entry
        : { ...entry, state: "Repaired", message: "" },
    );
  }

  get entries(): Drift[] {
    return this.#entries;
  }

  /**
   * Notes that an object that stood is gone or differs, before it is put back: afterwards the API server no longer knows
   * who it was. That it cannot be asked keeps nothing from being repaired.
   */
  async see(deps: Deps, desired: BundleObject, live: BundleObject | undefined): Promise<void> {
    const head = { kind: desired.kind, name: desired.metadata.name };
    const open = this.#entries.find((entry) => keyOf(entry) === keyOf(head) && entry.state !== "Repaired");
    if (open) return;
    const paths = live ? differingPaths(desired, live) : [];
    const writer: Writer = live
      ? writerOf(await managedFields(deps, desired).catch(() => []), paths)
      : { manager: "", operation: "Delete" };
    if (writer === "ours") return;
    const fields = paths.slice(0, MOST_FIELDS).map((path) => path.join(".").slice(0, 253));
    const seenAt = new Date().toISOString();
    this.#add({ ...head, fields, ...writer, seenAt, state: "Repairing", message: "" });
  }

  #add(entry: Drift): void {
    const again = this.#entries.find(
      (other) =>
        keyOf(other) === keyOf(entry) &&
        other.manager === entry.manager &&
        other.operation === entry.operation &&
        other.fields.join() === entry.fields.join() &&
        Date.parse(entry.seenAt) - Date.parse(other.seenAt) < TOGETHER_MS,
    );
    if (again)
      this.#entries = this.#entries.map((one) => (one === again ? { ...one, state: "Repairing" } : one));
    else this.#entries = [entry, ...this.#entries].slice(0, MOST_ENTRIES);
  }

  /** Notes how it ended, or that it has not. An object of which nothing was noted stays so. */
  settle(object: BundleObject, state: Drift["state"], message = ""): void {
    const key = keyOf({ kind: object.kind, name: object.metadata.name });
    this.#entries = this.#entries.map((entry) =>
      keyOf(entry) === key && entry.state !== "Repaired"
        ? { ...entry, state, message: message.slice(0, 1024) }
        : entry,
    );
  }
}

interface Managed {
  metadata: { managedFields?: ManagedEntry[] };
}

/** The watches leave this out, which is most of an object. Of a Secret there is only a right to its metadata, by list. */
async function managedFields(
  { client, signal }: Deps,
  { kind, metadata: { name, namespace } }: BundleObject,
): Promise<ManagedEntry[]> {
  const resource = (kind === namespaces.kind ? namespaces : bundleResources[kind]) as Resource<Managed>;
  const found =
    kind === secrets.kind
      ? (
          await client.list(resource, {
            namespace,
            fieldSelector: `metadata.name=${name}`,
            metadataOnly: true,
            signal,
          })
        ).items[0]
      : await client.get(resource, { name, namespace }, { signal });
  return found?.metadata.managedFields ?? [];
}
