import { annotations, OWN_LABEL_PREFIX } from "#lib/domain/clusters/contract/meta.ts";
import { sameQuantity } from "#lib/infra/kube/quantity.ts";
import type { BundleObject } from "./manifests/common.ts";

/**
 * What it takes to make `live` equal to `desired`.
 * - `apply`: server-side apply mends it.
 * - `prune`: there is something in `live` that nobody of ours owns, which apply would leave.
 * - `recreate`: a field that cannot be changed differs.
 */
export type Difference = "same" | "apply" | "prune" | "recreate";

type Value = unknown;
type Fields = Record<string, Value>;

/** Fields compared exactly, by kind. Everything else about an object (metadata aside) is its own business. */
const exactFields: Record<string, readonly string[]> = {
  ResourceQuota: ["spec"],
  LimitRange: ["spec"],
  NetworkPolicy: ["spec"],
  RoleBinding: ["subjects"],
  ServiceAccount: ["automountServiceAccountToken"],
};

/** Fields that have to hold what is desired, by kind: whoever owns the kind adds defaults of their own. */
const heldFields: Record<string, readonly string[]> = { ExternalSecret: ["spec"] };

/** Kinds whose texts are amounts, where "1000m" is "1". */
const measured = new Set(["ResourceQuota", "LimitRange"]);

/** Pure: compares a whole desired object with a live one as the informer holds it. */
export function difference(desired: BundleObject, live: BundleObject): Difference {
  if (desired.roleRef !== undefined && !equal(desired.roleRef, live.roleRef, false)) return "recreate";
  const quantities = measured.has(desired.kind);
  const fields = exactFields[desired.kind] ?? [];
  if (fields.some((field) => hasExtra(desired[field], live[field]))) return "prune";
  if (fields.some((field) => !equal(desired[field], live[field], quantities))) return "apply";
  if (heldPaths(desired, live).length > 0) return "apply";
  if (staleLabels(desired, live).length > 0) return "prune";
  if (!contains(live.metadata.labels, desired.metadata.labels)) return "apply";
  return contains(live.metadata.annotations, desired.metadata.annotations) ? "same" : "apply";
}

/**
 * Pure: the paths of what differs, such as `["spec", "hard", "pods"]`. A list counts as one, as it is owned as one.
 * The same fields as in `difference`.
 */
export function differingPaths(desired: BundleObject, live: BundleObject): string[][] {
  const quantities = measured.has(desired.kind);
  const role = desired.roleRef !== undefined && !equal(desired.roleRef, live.roleRef, false);
  return [
    ...(role ? [["roleRef"]] : []),
    ...(exactFields[desired.kind] ?? []).flatMap((field) =>
      differing([field], desired[field], live[field], quantities),
    ),
    ...heldPaths(desired, live),
    ...missing(live.metadata.labels, desired.metadata.labels).map((key) => ["metadata", "labels", key]),
    ...staleLabels(desired, live).map((key) => ["metadata", "labels", key]),
    ...missing(live.metadata.annotations, desired.metadata.annotations).map((key) => [
      "metadata",
      "annotations",
      key,
    ]),
  ];
}

const heldPaths = (desired: BundleObject, live: BundleObject): string[][] =>
  (heldFields[desired.kind] ?? []).flatMap((field) => notHeld([field], desired[field], live[field]));

/** Where `live` does not hold what is desired. Lists hold each other entry by entry. */
function notHeld(path: string[], desired: Value, live: Value): string[][] {
  if (isFields(desired))
    return isFields(live)
      ? Object.keys(desired).flatMap((key) => notHeld([...path, key], desired[key], live[key]))
      : [path];
  if (!Array.isArray(desired)) return desired === live ? [] : [path];
  const same =
    Array.isArray(live) &&
    live.length === desired.length &&
    desired.every((item, at) => notHeld([], item, live[at]).length === 0);
  return same ? [] : [path];
}

function differing(path: string[], desired: Value, live: Value, quantities: boolean): string[][] {
  if (equal(desired, live, quantities)) return [];
  if (!isFields(desired) || !isFields(live)) return [path];
  return [...new Set([...Object.keys(desired), ...Object.keys(live)])].flatMap((key) =>
    differing([...path, key], desired[key], live[key], quantities),
  );
}

/** Labels that only a project gives its namespace, and this one no longer does. */
export function staleLabels(desired: BundleObject, live: BundleObject): string[] {
  return Object.keys(live.metadata.labels ?? {}).filter(
    (key) => key.startsWith(OWN_LABEL_PREFIX) && !(key in (desired.metadata.labels ?? {})),
  );
}

/** Keys of `part` that are not so in `whole`. The request id only says who caused the last write. */
function missing(whole: Record<string, string> = {}, part: Record<string, string> = {}): string[] {
  return Object.keys(part).filter((key) => key !== annotations.requestId && whole[key] !== part[key]);
}

const contains = (whole?: Record<string, string>, part?: Record<string, string>): boolean =>
  missing(whole, part).length === 0;

/**
 * An absent list is an empty one, and absent amounts are no amounts: that is how the API server stores them. Elsewhere an
 * empty object says something: as a selector it is everything.
 */
const isNothing = (value: Value, amounts: boolean): boolean =>
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (amounts && isFields(value) && Object.values(value).every((part) => isNothing(part, true)));
const isFields = (value: Value): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function equal(a: Value, b: Value, quantities: boolean): boolean {
  const nothing = [a, b].map((value) => isNothing(value, quantities));
  if (nothing[0] || nothing[1]) return nothing[0] === nothing[1];
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => equal(item, b[i], quantities));
  }
  if (isFields(a)) {
    if (!isFields(b)) return false;
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) =>
      equal(a[key], b[key], quantities),
    );
  }
  return a === b || (quantities && typeof a === "string" && typeof b === "string" && sameQuantity(a, b));
}

/** A field of `live` (outside lists, which are owned whole) that `desired` does not name. */
function hasExtra(desired: Value, live: Value): boolean {
  if (!isFields(desired) || !isFields(live)) return false;
  return Object.keys(live).some(
    (key) => (!(key in desired) && !isNothing(live[key], false)) || hasExtra(desired[key], live[key]),
  );
}
