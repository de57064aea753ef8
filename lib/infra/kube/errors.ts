/** The part of a Kubernetes `Status` that says what went wrong. */
export interface ApiStatus {
  code?: number;
  reason?: string;
  message?: string;
  details?: { retryAfterSeconds?: number; causes?: { reason?: string; message?: string; field?: string }[] };
}

const brand = Symbol.for("portico.kube-error");

/**
 * A call to the API server that did not succeed. `message` is the API server's own sentence when it gave one; `code` is the
 * HTTP status, 0 when no answer came (refused, reset, timed out).
 */
export class KubeError extends Error {
  override name = "KubeError";
  readonly [brand] = true;
  readonly code: number;
  readonly reason: string;
  readonly retryAfterMs: number | undefined;

  constructor(
    code: number,
    reason: string,
    message: string,
    options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.reason = reason;
    this.retryAfterMs = options.retryAfterMs;
  }

  /**
   * Next.js bundles this file once for pages and once for routes, and both share the process's one client: an error of the
   * other bundle's class is one too.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && brand in value;
  }

  /** The error of an answer with a status of 400 or more. */
  static fromAnswer(code: number, body: string, retryAfter: string | undefined): KubeError {
    const status = parseStatus(body);
    const seconds = Number(retryAfter ?? status?.details?.retryAfterSeconds);
    return new KubeError(
      code,
      status?.reason ?? "",
      status?.message || body.trim().slice(0, 500) || `The API server answered ${code}.`,
      { retryAfterMs: Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined },
    );
  }

  /** The error of a call that got no answer. */
  static fromConnection(cause: unknown): KubeError {
    const { code, message } = cause as NodeJS.ErrnoException;
    return new KubeError(
      0,
      code ?? "ConnectionError",
      `The API server did not answer: ${message || code || cause}.`,
      {
        cause,
      },
    );
  }

  /** True when the same call may succeed later without anybody changing anything. */
  get transient(): boolean {
    return this.code === 0 || this.code === 429 || this.code >= 500;
  }
}

function parseStatus(body: string): ApiStatus | undefined {
  try {
    const parsed = JSON.parse(body) as ApiStatus | null;
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export const isNotFound = (error: unknown) => error instanceof KubeError && error.code === 404;
export const isConflict = (error: unknown) => error instanceof KubeError && error.code === 409;
export const isAlreadyExists = (error: unknown) =>
  isConflict(error) && (error as KubeError).reason === "AlreadyExists";
/** The resource version asked for is too old: list again. */
export const isGone = (error: unknown) => error instanceof KubeError && error.code === 410;
