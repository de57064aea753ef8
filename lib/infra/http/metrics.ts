import { collectDefaultMetrics, Registry } from "prom-client";

const kept = globalThis as { porticoMetrics?: Registry };

/** The web process's numbers for Prometheus. */
export function metrics(): Registry {
  if (!kept.porticoMetrics) {
    kept.porticoMetrics = new Registry();
    collectDefaultMetrics({ register: kept.porticoMetrics, prefix: "portico_web_" });
  }
  return kept.porticoMetrics;
}
