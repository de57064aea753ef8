import { annotations } from "#lib/domain/clusters/contract/meta.ts";
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

/** Kinds whose texts are amounts, where "1000m" is "1". */
const measured = new Set(["ResourceQuota", "LimitRange"]);

/** Pure: compares a whole desired object with a live one as the informer holds it. */
export function difference(desired: BundleObject, live: BundleObject): Difference {
  if (desired.roleRef !== undefined && !equal(desired.roleRef, live.roleRef, false)) return "recreate";
  const quantities = measured.has(desired.kind);
  const fields = exactFields[desired.kind] ?? [];
  if (fields.some((field) => hasExtra(desired[field], live[field]))) return "prune";
  if (fields.some((field) => !equal(desired[field], live[field], quantities))) return "apply";
  if (!contains(live.metadata.labels, desired.metadata.labels)) return "apply";
  return contains(live.metadata.annotations, desired.metadata.annotations) ? "same" : "apply";
}

/** True when every entry of `part` is in `whole`. The request id only says who caused the last write. */
function contains(whole: Record<string, string> = {}, part: Record<string, string> = {}): boolean {
  return Object.entries(part).every(([key, value]) => key === annotations.requestId || whole[key] === value);
}

/** An absent list is an empty one: that is how the API server stores it. */
const isNothing = (value: Value) => value === undefined || (Array.isArray(value) && value.length === 0);
const isFields = (value: Value): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function equal(a: Value, b: Value, quantities: boolean): boolean {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
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
    (key) => (!(key in desired) && !isNothing(live[key])) || hasExtra(desired[key], live[key]),
  );
}
