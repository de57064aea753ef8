import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What /metrics answers. */
export const registry = new Registry();
collectDefaultMetrics({ register: registry });

export const jobDuration = new Histogram({
  name: "portico_job_duration_seconds",
  help: "Time one run of a job took, by job and outcome (done, again).",
  labelNames: ["job", "outcome"],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  registers: [registry],
});

export const observeDuration = new Histogram({
  name: "portico_observe_batch_seconds",
  help: "Time one transaction of the observer took.",
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
  registers: [registry],
});

const gauge = (name: string, help: string, ...labelNames: string[]) =>
  new Gauge({ name, help, labelNames, registers: [registry] });

export const watchEvents = gauge(
  "portico_watch_count",
  "What each watch has done since the start.",
  "kind",
  "what",
);
export const apiCalls = gauge(
  "portico_api_calls",
  "Calls to the API server since the start.",
  "caller",
  "verb",
);
export const apiRetries = gauge(
  "portico_api_retries",
  "Calls to the API server that repeated another.",
  "caller",
);
export const apiErrors = gauge(
  "portico_api_errors",
  "Calls to the API server that were answered with an error.",
  "caller",
);
export const reconcileQueue = gauge(
  "portico_reconcile_waiting",
  "Resources the controller has in hand.",
  "kind",
);
export const leading = gauge("portico_leader", "1 while this process holds the Lease.");
export const jobs = gauge("portico_jobs", "Jobs in the database, by kind and state.", "job", "state");
