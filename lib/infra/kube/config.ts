import { existsSync } from "node:fs";
import { KubeConfig } from "@kubernetes/client-node";

const TOKEN_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/** The settings that name a cluster. */
export interface KubeEnv {
  PORTICO_KUBECONFIG?: string;
  PORTICO_KUBE_CONTEXT?: string;
  KUBERNETES_SERVICE_HOST?: string;
}

/** No cluster was named, or what was named cannot be used; the message is one line with the choices. */
export class KubeConfigError extends Error {
  override name = "KubeConfigError";
}

/**
 * The cluster to talk to: the file `PORTICO_KUBECONFIG` (with `PORTICO_KUBE_CONTEXT`, or the only context in it), or in a
 * pod its service account. Neither `KUBECONFIG` nor `~/.kube/config` is ever read, and a file with several contexts needs
 * one to be named, so nothing is done by accident to the cluster that somebody's shell happens to point at.
 *
 * @throws KubeConfigError
 */
export function loadKubeConfig(env: KubeEnv = process.env as KubeEnv): KubeConfig {
  const file = env.PORTICO_KUBECONFIG;
  if (file) return fromFile(file, env.PORTICO_KUBE_CONTEXT);
  const config = new KubeConfig();
  if (env.KUBERNETES_SERVICE_HOST && existsSync(TOKEN_FILE)) {
    config.loadFromCluster();
    return config;
  }
  throw new KubeConfigError(
    "No cluster: set PORTICO_KUBECONFIG (and PORTICO_KUBE_CONTEXT) to a kubeconfig, or run in a pod with a service account.",
  );
}

/** The cluster that a kubeconfig file names. See `loadKubeConfig`. */
export function fromFile(file: string, context?: string): KubeConfig {
  if (!existsSync(file)) throw new KubeConfigError(`PORTICO_KUBECONFIG names ${file}, which does not exist.`);
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
  } catch (error) {
    throw new KubeConfigError(`PORTICO_KUBECONFIG ${file} cannot be read: ${oneLine(error)}`);
  }
  const names = config.getContexts().map((c) => c.name);
  const chosen = context || (names.length === 1 ? names[0] : undefined);
  if (!chosen) {
    throw new KubeConfigError(
      `${file} has ${names.length} contexts (${names.join(", ") || "none"}); set PORTICO_KUBE_CONTEXT to one of them.`,
    );
  }
  if (!names.includes(chosen)) {
    throw new KubeConfigError(`${file} has no context ${chosen}; it has ${names.join(", ") || "none"}.`);
  }
  config.setCurrentContext(chosen);
  if (!config.getCurrentCluster())
    throw new KubeConfigError(`Context ${chosen} in ${file} names no known cluster.`);
  return config;
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
