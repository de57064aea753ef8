import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeConfig } from "@kubernetes/client-node";
import { KubeError } from "./errors.ts";
import { type KubeObject, pathOf, type Ref, type Resource } from "./objects.ts";
import {
  type ApplyOptions,
  type DeleteOptions,
  dryRun,
  type List,
  type ListOptions,
  METADATA_LIST_ONLY,
  METADATA_ONLY,
  PATCH_TYPES,
  queryString,
  type RequestOptions,
  type WriteOptions,
} from "./options.ts";
import { Transport, type TransportOptions } from "./transport.ts";

export interface KubeClientOptions extends TransportOptions {
  /** Milliseconds for one try of one call. Default 10,000. */
  timeoutMs?: number;
  /** How often an idempotent call is tried. Default 4. */
  tries?: number;
}

/** What a client has done since it was made. `requests` counts tries by verb, `retries` those that repeated a call. */
export interface ClientCounters {
  requests: Record<string, number>;
  total: number;
  retries: number;
  errors: number;
}

/**
 * A small typed client of one API server. Every call has a time-out; idempotent calls are repeated with backoff and jitter
 * after 429 (honouring Retry-After), 5xx and connection errors. Failures are `KubeError`s.
 */
export class KubeClient {
  readonly counters: ClientCounters = { requests: {}, total: 0, retries: 0, errors: 0 };
  readonly transport: Transport;
  readonly #timeoutMs: number;
  readonly #tries: number;

  constructor(config: KubeConfig, options: KubeClientOptions = {}) {
    this.transport = new Transport(config, options);
    this.#timeoutMs = options.timeoutMs ?? 10_000;
    this.#tries = options.tries ?? 4;
  }

  /** One object, or undefined when there is none. */
  async get<T>(
    resource: Resource<T>,
    ref: Ref,
    options: { signal?: AbortSignal } = {},
  ): Promise<T | undefined> {
    try {
      return await this.request<T>("GET", pathOf(resource, ref), { idempotent: true, ...options });
    } catch (error) {
      if (error instanceof KubeError && error.code === 404) return undefined;
      throw error;
    }
  }

  /** All objects of a kind, read in pages. @throws KubeError 410 when a page's token expired (list again) */
  async list<T>(resource: Resource<T>, options: ListOptions = {}): Promise<List<T>> {
    const items: T[] = [];
    let resourceVersion = "";
    let next: string | undefined;
    let pages = 0;
    do {
      const page = await this.request<{
        metadata: { continue?: string; resourceVersion: string };
        items: T[];
      }>("GET", pathOf(resource, { namespace: options.namespace }), {
        query: {
          limit: options.limit ?? 500,
          continue: next,
          labelSelector: options.labelSelector,
          fieldSelector: options.fieldSelector,
        },
        accept: options.metadataOnly ? METADATA_LIST_ONLY : undefined,
        idempotent: true,
        signal: options.signal,
      });
      // Built-in kinds come without apiVersion and kind inside a list.
      for (const item of page.items ?? []) {
        items.push(
          Object.assign(item as object, { apiVersion: resource.apiVersion, kind: resource.kind }) as T,
        );
      }
      resourceVersion = page.metadata.resourceVersion;
      next = page.metadata.continue || undefined;
      pages += 1;
    } while (next);
    return { items, resourceVersion, pages };
  }

  /** Creates; never repeated after a connection error, because the first try may have succeeded. */
  create<T>(resource: Resource<T>, object: KubeObject, options: WriteOptions = {}): Promise<T> {
    return this.request<T>("POST", pathOf(resource, { namespace: object.metadata.namespace }), {
      query: { fieldManager: options.fieldManager, fieldValidation: "Strict", dryRun: dryRun(options) },
      body: object,
      accept: options.metadataOnly ? METADATA_ONLY : undefined,
      signal: options.signal,
    });
  }

  /**
   * Server-side apply: the fields in `object` become the manager's, whether the object existed or not. Put
   * `metadata.uid` into it to refuse to create, or `metadata.resourceVersion` to refuse a concurrent change.
   */
  apply<T>(resource: Resource<T>, object: KubeObject, options: ApplyOptions): Promise<T> {
    const { name, namespace } = object.metadata;
    return this.request<T>("PATCH", pathOf(resource, { name, namespace }, options.subresource), {
      query: {
        fieldManager: options.fieldManager,
        force: options.force ?? true,
        fieldValidation: "Strict",
        dryRun: dryRun(options),
      },
      body: object,
      contentType: "application/apply-patch+yaml", // JSON is YAML
      accept: options.metadataOnly ? METADATA_ONLY : undefined,
      idempotent: true,
      signal: options.signal,
    });
  }

  /** Server-side apply of the status subresource. `object` holds no spec. */
  applyStatus<T>(resource: Resource<T>, object: KubeObject, options: ApplyOptions): Promise<T> {
    return this.apply(resource, object, { ...options, subresource: "status" });
  }

  /** Replaces the whole object; `metadata.resourceVersion` guards against a concurrent change. */
  replace<T>(resource: Resource<T>, object: KubeObject, options: WriteOptions = {}): Promise<T> {
    const { name, namespace } = object.metadata;
    return this.request<T>("PUT", pathOf(resource, { name, namespace }), {
      query: { fieldManager: options.fieldManager, fieldValidation: "Strict", dryRun: dryRun(options) },
      body: object,
      signal: options.signal,
    });
  }

  patch<T>(
    resource: Resource<T>,
    ref: Ref,
    patch: unknown,
    options: WriteOptions & { type?: keyof typeof PATCH_TYPES; subresource?: string } = {},
  ): Promise<T> {
    const type = options.type ?? "merge";
    return this.request<T>("PATCH", pathOf(resource, ref, options.subresource), {
      query: { fieldManager: options.fieldManager, fieldValidation: "Strict", dryRun: dryRun(options) },
      body: patch,
      contentType: PATCH_TYPES[type],
      accept: options.metadataOnly ? METADATA_ONLY : undefined,
      idempotent: type !== "json",
      signal: options.signal,
    });
  }

  /** Deletes; false when it was gone already. @throws KubeError 409 when the uid is another's */
  async delete(resource: Resource<unknown>, ref: Ref, options: DeleteOptions = {}): Promise<boolean> {
    try {
      await this.request("DELETE", pathOf(resource, ref), {
        body: {
          apiVersion: "v1",
          kind: "DeleteOptions",
          propagationPolicy: options.propagation ?? "Background",
          gracePeriodSeconds: options.gracePeriodSeconds,
          preconditions: options.uid ? { uid: options.uid } : undefined,
        },
        accept: METADATA_ONLY,
        idempotent: true,
        signal: options.signal,
      });
      return true;
    } catch (error) {
      if (error instanceof KubeError && error.code === 404) return false;
      throw error;
    }
  }

  /** A call whose answer is read as it comes (watches, logs). Not repeated. */
  stream(path: string, options: RequestOptions = {}): Promise<IncomingMessage> {
    this.#count("STREAM");
    return this.transport.stream({
      method: "GET",
      path: path + queryString(options.query),
      headers: options.accept ? { accept: options.accept } : undefined,
      timeoutMs: options.timeoutMs ?? this.#timeoutMs,
      signal: options.signal,
    });
  }

  /** Any call; the answer is parsed as JSON. @throws KubeError */
  async request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const body = options.body === undefined ? undefined : JSON.stringify(options.body);
    const headers: Record<string, string> = {};
    if (body !== undefined) headers["content-type"] = options.contentType ?? "application/json";
    if (options.accept) headers.accept = options.accept;
    for (let attempt = 1; ; attempt += 1) {
      const error = await this.#try<T>(method, path + queryString(options.query), headers, body, options);
      if (!(error instanceof KubeError)) return error.value;
      this.counters.errors += 1;
      // A 429 was not carried out, so even a create may be sent again.
      const again = error.transient && (options.idempotent || error.code === 429);
      if (!again || attempt >= this.#tries || options.signal?.aborted) throw error;
      this.counters.retries += 1;
      await sleep(retryDelayMs(attempt, error.retryAfterMs), undefined, { signal: options.signal }).catch(
        () => {
          throw error;
        },
      );
    }
  }

  close(): void {
    this.transport.close();
  }

  async #try<T>(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: string | undefined,
    options: RequestOptions,
  ): Promise<{ value: T } | KubeError> {
    this.#count(method);
    try {
      const timeoutMs = options.timeoutMs ?? this.#timeoutMs;
      const answer = await this.transport.call({
        method,
        path,
        headers,
        body,
        timeoutMs,
        signal: options.signal,
      });
      if (answer.code >= 400)
        return KubeError.fromAnswer(answer.code, answer.body, answer.headers["retry-after"]);
      return { value: (answer.body ? JSON.parse(answer.body) : undefined) as T };
    } catch (error) {
      return error instanceof KubeError ? error : KubeError.fromConnection(error);
    }
  }

  #count(verb: string): void {
    this.counters.requests[verb] = (this.counters.requests[verb] ?? 0) + 1;
    this.counters.total += 1;
  }
}

/** Milliseconds before try `attempt + 1`: what the server asked for, or 100 ms doubling to 5 s, with jitter of a half. */
export function retryDelayMs(attempt: number, retryAfterMs?: number, random = Math.random): number {
  const base = retryAfterMs ?? Math.min(100 * 2 ** (attempt - 1), 5000);
  return Math.min(base, 30_000) * (1 + random() / 2);
}
