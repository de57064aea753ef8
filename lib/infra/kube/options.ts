/** What may be asked of the calls of a `KubeClient`, and how that looks on the wire. */

export interface ListOptions {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  /** Objects a page. Default 500. */
  limit?: number;
  metadataOnly?: boolean;
  signal?: AbortSignal;
}

export interface List<T> {
  items: T[];
  resourceVersion: string;
  pages: number;
}

export interface WriteOptions {
  fieldManager?: string;
  dryRun?: boolean;
  /** Ask for the answer without `spec`, `data` and `status`, so that a Secret's content never reaches this process. */
  metadataOnly?: boolean;
  signal?: AbortSignal;
}

export interface ApplyOptions extends WriteOptions {
  fieldManager: string;
  /** Take over fields that another manager owns. Default true. */
  force?: boolean;
  subresource?: string;
}

export interface DeleteOptions {
  /** Refuse to delete another object of the same name. */
  uid?: string;
  propagation?: "Background" | "Foreground" | "Orphan";
  gracePeriodSeconds?: number;
  signal?: AbortSignal;
}

export interface RequestOptions {
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  contentType?: string;
  accept?: string;
  /** May be sent twice without harm: only then is it tried again. */
  idempotent?: boolean;
  timeoutMs?: number;
  signal?: AbortSignal;
}

export const PATCH_TYPES = {
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
  strategic: "application/strategic-merge-patch+json",
} as const;

export const METADATA_ONLY = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
export const METADATA_LIST_ONLY = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

export function dryRun(options: WriteOptions): string | undefined {
  return options.dryRun ? "All" : undefined;
}

/** The query with its question mark; empty when nothing is asked. */
export function queryString(query: RequestOptions["query"] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text ? `?${text}` : "";
}
