import "./provided.ts";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { startCluster } from "#cluster/start.ts";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { fromFile } from "#lib/infra/kube/config.ts";
import { ensureDatabase, startPostgres } from "#scripts/demo/postgres.ts";
import { installCluster } from "#scripts/install-cluster.ts";
import { migrate } from "#scripts/migrate.ts";

/** One real Postgres and one real control plane for every integration test of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), "portico-test-"));
  // PostgreSQL runs as a user of its own, who must be able to reach its data.
  await import("node:fs/promises").then(({ chmod }) => chmod(dir, 0o755));
  const runner = fileURLToPath(new URL("../runner/main.ts", import.meta.url));
  const clusterDir = join(dir, "cluster");
  const [postgres, cluster] = await Promise.all([
    startPostgres(join(dir, "postgres")).then(async (started) => {
      await ensureDatabase(started.databaseUrl);
      await migrate(started.databaseUrl, { app: "app", worker: "worker" });
      return started;
    }),
    startCluster({
      dataDir: clusterDir,
      runner: { command: [process.execPath, runner], imagePrefix: "portico-runner" },
      prepare: async (kubeconfig) => {
        const admin = new KubeClient(fromFile(kubeconfig));
        await installCluster(admin);
        admin.close();
      },
    }),
  ]);
  project.provide("kubeconfig", cluster.kubeconfig);
  project.provide("templateUrl", postgres.databaseUrl);
  project.provide("clusterDir", clusterDir);
  return async () => {
    await Promise.all([cluster.stop(), postgres.stop()]);
    await rm(dir, { recursive: true, force: true });
  };
}
