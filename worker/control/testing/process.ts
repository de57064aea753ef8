import { KubeClient } from "#lib/infra/kube/client.ts";
import { loadKubeConfig } from "#lib/infra/kube/config.ts";
import { type ControlConfig, controlConfigFromEnv } from "../config.ts";
import { startControl } from "../main.ts";

/** A controller as a process of its own, for tests that end it: by SIGTERM, SIGKILL or a failpoint. Logs on standard output. */
const write = (level: string) => (fields: object, message: string) =>
  void process.stdout.write(`${JSON.stringify({ level, ...fields, message })}\n`);
const stop = new AbortController();
process.on("SIGTERM", () => stop.abort());

const config: ControlConfig = controlConfigFromEnv();
const kubeConfig = loadKubeConfig();
const control = startControl({
  client: new KubeClient(kubeConfig),
  leaseClient: new KubeClient(kubeConfig, { connections: 1 }),
  config,
  log: { debug: () => {}, info: write("info"), warn: write("warn"), error: write("error") },
  signal: stop.signal,
  leaseDurationMs: 2000,
  leaseRenewMs: 400,
});
await control.done;
process.exit(0);
