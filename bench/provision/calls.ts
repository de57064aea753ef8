import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { projectResource } from "#lib/domain/clusters/contract/project.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import { networkPolicies, type Resource, roleBindings } from "#lib/infra/kube/objects.ts";
import { redirected, type SeenCall, startApiProxy } from "../support/api-proxy.ts";
import type { ControlPlane, Database } from "../support/parts.ts";
import { startWorker } from "../support/worker.ts";
import type { Portal } from "./portal.ts";

/** Long enough for everything that follows from an event: retries, delayed counts, quota recalculations. */
const SETTLE_MS = 4000;

export type CountedOperation = { operation: string; calls: string[]; goal: string; met: boolean };

/** Renewing the Lease is the price of running at all, and a watch is one connection for all time; neither is of an operation. */
const counts = ({ path }: SeenCall) => !path.includes("/leases/") && !/[?&]watch=true/.test(path);
const words = ({ method, path, caller }: SeenCall) => `${caller} ${method} ${path.replace(/\?.*/, "")}`;

/** Counts, at a proxy between a real worker and the API server, the calls of each operation. */
export async function countCalls(parts: {
  dir: string;
  controlPlane: ControlPlane;
  database: Database;
  portal: Portal;
  admin: KubeClient;
  /** Objects in the bundle of one project. */
  objects: number;
}): Promise<CountedOperation[]> {
  const { dir, controlPlane, database, portal, admin, objects } = parts;
  const proxy = await startApiProxy(controlPlane.url, controlPlane.certificateAuthority);
  const kubeconfig = join(dir, "counted.kubeconfig");
  await writeFile(kubeconfig, redirected(await readFile(controlPlane.workerKubeconfig, "utf8"), proxy.url), {
    mode: 0o600,
  });
  const start = () => startWorker({ dir, databaseUrl: database.workerUrl, kubeconfig });
  const during = async (work: () => Promise<unknown>): Promise<SeenCall[]> => {
    const from = proxy.calls.length;
    await work();
    await sleep(SETTLE_MS);
    return proxy.calls.slice(from).filter(counts);
  };
  let worker = await start();
  try {
    await sleep(SETTLE_MS);
    let namespace = "";
    const creation = await during(async () => {
      namespace = (await portal.provision(1, "counted")).made[0]!.namespace;
    });
    const touched = await during(() =>
      admin.patch(projectResource as Resource<unknown>, { name: namespace }, foreignNote),
    );
    const removed = await during(() => admin.delete(networkPolicies, { namespace, name: "allow-dns" }));
    const changed = await during(() =>
      admin.patch(roleBindings, { namespace, name: "portico-viewer" }, { subjects: [intruder] }),
    );
    await worker.stop();
    const restarted = await during(async () => {
      worker = await start();
    });
    const writes = restarted.filter(({ method }) => method !== "GET");
    const counted = (operation: string, calls: SeenCall[], goal: string, met: boolean) => ({
      operation,
      calls: calls.map(words),
      goal,
      met,
    });
    return [
      counted(
        "project created",
        creation,
        `${objects} objects + a small constant`,
        creation.length <= objects + 8,
      ),
      counted("Project touched, nothing to do", touched, "0", touched.length === 0),
      counted("all projects looked at again after a restart, writes", writes, "0", writes.length === 0),
      counted("network policy deleted by hand", removed, "1", removed.length === 1),
      counted("role binding changed by hand", changed, "1", changed.length === 1),
    ];
  } finally {
    await worker.stop();
    await proxy.close();
  }
}

const foreignNote = { metadata: { annotations: { "example.org/note": "not Portico's business" } } };
const intruder = { kind: "User", name: "somebody", apiGroup: "rbac.authorization.k8s.io" };
