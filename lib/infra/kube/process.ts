import { KubeClient } from "./client.ts";
import { loadKubeConfig } from "./config.ts";

const kept = globalThis as { porticoKube?: KubeClient };

/** The process's one client of its cluster, made on first use from the environment. */
export function kube(): KubeClient {
  kept.porticoKube ??= new KubeClient(loadKubeConfig(), { timeoutMs: 5_000, tries: 2 });
  return kept.porticoKube;
}
