import type { KubeClient } from "#lib/infra/kube/client.ts";
import type { Cache } from "./cache.ts";
import type { ControlConfig } from "./config.ts";

export interface Logger {
  debug: (fields: object, message: string) => void;
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
}

/** What every reconciler works with. */
export interface Deps {
  client: KubeClient;
  cache: Cache;
  config: ControlConfig;
  log: Logger;
  /** Aborted when this process may no longer act. */
  signal: AbortSignal;
}
