import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "#scripts/demo/postgres.ts";
import { root } from "./parts.ts";
import { type Program, startProgram } from "./program.ts";

/** Where sessions may connect, so that a project's bundle holds every kind of policy. */
const gateways = [{ cidr: "10.20.0.0/24", ports: [443] }];

/** A real worker process with its own service account; returns when it leads, so that nothing waits for an election. */
export async function startWorker(place: {
  dir: string;
  databaseUrl: string;
  kubeconfig: string;
  nodeArgs?: string[];
}): Promise<Program> {
  const port = await freePort();
  const env = {
    PORTICO_DATABASE_URL: place.databaseUrl,
    PORTICO_KUBECONFIG: place.kubeconfig,
    PORTICO_RUNNER_IMAGE: "portico-runner:bench",
    PORTICO_AUDIT_KEYS: JSON.stringify([{ id: "bench", secret: "k".repeat(32) }]),
    PORTICO_GATEWAYS: JSON.stringify(gateways),
    PORTICO_HEALTH_PORT: String(port),
    PORTICO_LOG_LEVEL: process.env.PORTICO_LOG_LEVEL ?? "warn",
  };
  const url = `http://127.0.0.1:${port}`;
  const { dir, nodeArgs } = place;
  const worker = await startProgram("worker", [join(root, "worker", "main.ts")], env, {
    dir,
    nodeArgs,
    readyUrl: `${url}/readyz`,
  });
  for (let tries = 0; tries < 300; tries += 1) {
    const metrics = await fetch(`${url}/metrics`).then((answer) => answer.text());
    if (/^portico_\w*lead\w* 1$/m.test(metrics)) return worker;
    await sleep(100);
  }
  await worker.stop();
  throw new Error("The worker did not come to lead within 30 s.");
}
