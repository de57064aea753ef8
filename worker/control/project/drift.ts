import { annotations, fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import type { Drift } from "#lib/domain/clusters/contract/project.ts";
import type { ManagedEntry, ManagedFields } from "#lib/infra/kube/managed.ts";
import { differingPaths } from "./compare.ts";
import type { BundleObject } from "./manifests/common.ts";

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
function owns(fields: ManagedFields | undefined, path: readonly string[]): boolean {
  let at = fields;
  for (const segment of path) {
    const next: ManagedFields | undefined = at?.[`f:${segment}`];
    if (!next) return at !== fields && at !== undefined && Object.keys(at).length === 0;
    at = next;
  }
  return at !== undefined;
}

/** A path in words. The keys and annotations of a Secret are called as its credentials, which viewers do not see. */
const spokenOf = ({ kind }: BundleObject, path: readonly string[]): string =>
  (kind === "Secret" ? path.slice(0, path[0] === "metadata" ? 2 : 1) : path).join(".").slice(0, 253);

type Named = Pick<Drift, "kind" | "name">;
const keyOf = ({ kind, name }: Named) => `${kind}/${name}`;
const named = ({ kind, metadata: { name } }: BundleObject): Named => ({ kind, name });

const sameDeed = (a: Drift, b: Drift) =>
  a.manager === b.manager && a.operation === b.operation && a.fields.join() === b.fields.join();

/**
 * What others changed of one project's bundle. What is put back carries its entry as an annotation, written by the very call
 * that repairs: it costs no other, and cannot be lost between the two. What cannot be put back is listed in the status.
 */
export class DriftLog {
  /** By object: what was seen and is not put back. */
  readonly #open = new Map<string, Drift>();
  /** By object: the newest entry, so that the same deed soon after is no second one. */
  readonly #last = new Map<string, Drift>();

  /** `unsettled`: what the status lists from an earlier process. */
  constructor(unsettled: readonly Drift[] = []) {
    for (const entry of unsettled) this.#open.set(keyOf(entry), entry);
  }

  /** For the status: what could not be put back at the first try, newest first. */
  get unsettled(): Drift[] {
    return [...this.#open.values()]
      .filter(({ state, message }) => state === "Refused" || message !== "")
      .sort((a, b) => b.seenAt.localeCompare(a.seenAt))
      .slice(0, MOST_ENTRIES);
  }

  /** What is no longer wanted (`wanted` are the objects that are) needs no repair any more. */
  keep(wanted: readonly BundleObject[]): void {
    const keys = new Set(wanted.map((object) => keyOf(named(object))));
    for (const map of [this.#open, this.#last])
      for (const key of map.keys()) if (!keys.has(key)) map.delete(key);
  }

  /** Notes that an object that stood is gone (no `live`) or differs (at `paths`), before it is put back. */
  see(
    desired: BundleObject,
    live: BundleObject | undefined,
    paths: readonly string[][] = live ? differingPaths(desired, live) : [],
  ): void {
    const key = keyOf(named(desired));
    if (this.#open.has(key)) return;
    const writer: Writer = live
      ? writerOf(live.metadata.managedFields ?? [], paths)
      : { manager: "", operation: "Delete" };
    if (writer === "ours") return;
    const fields = [...new Set(paths.map((path) => spokenOf(desired, path)))].slice(0, MOST_FIELDS);
    const seenAt = new Date().toISOString();
    this.#open.set(key, { ...named(desired), fields, ...writer, seenAt, state: "Repairing", message: "" });
  }

  /** The object as it is to be written: with the entry of what is put back by that, if there is one. */
  marked(desired: BundleObject): BundleObject {
    const key = keyOf(named(desired));
    const open = this.#open.get(key);
    if (!open) return desired;
    const last = this.#last.get(key);
    const again =
      last && sameDeed(last, open) && Date.parse(open.seenAt) - Date.parse(last.seenAt) < TOGETHER_MS;
    const entry: Drift = { ...(again ? last : open), state: "Repaired", message: "" };
    this.#last.set(key, entry);
    const notes = { ...desired.metadata.annotations, [annotations.repaired]: JSON.stringify(entry) };
    return { ...desired, metadata: { ...desired.metadata, annotations: notes } };
  }

  /** Notes how it ended, or that it has not. An object of which nothing was noted stays so. */
  settle(object: BundleObject, state: Drift["state"], message = ""): void {
    const key = keyOf(named(object));
    const open = this.#open.get(key);
    if (!open) return;
    if (state === "Repaired") this.#open.delete(key);
    else this.#open.set(key, { ...open, state, message: message.slice(0, 1024) });
  }
}
