import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { startCluster } from "#cluster/start.ts";
import { PrismaClient } from "#generated/client.ts";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { fromFile } from "#lib/infra/kube/config.ts";
import { ensureDatabase, type RunningPostgres, startPostgres } from "#scripts/demo/postgres.ts";
import { installCluster, mintKubeconfig } from "#scripts/install-cluster.ts";
import { migrate } from "#scripts/migrate.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A folder of this run, which goes with it. */
export type Folder = { dir: string; remove(): Promise<void> };

export async function temporaryFolder(): Promise<Folder> {
  const dir = await mkdtemp(join(tmpdir(), "portico-bench-"));
  // PostgreSQL runs as a user of its own, who must be able to reach its data.
  await chmod(dir, 0o755);
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

export type Database = {
  ownerUrl: string;
  appUrl: string;
  workerUrl: string;
  stop: RunningPostgres["stop"];
};

/** A real Postgres at this version, without waiting for the disk (as the cluster's etcd does not either). */
export async function startDatabase(dir: string): Promise<Database> {
  const started = await startPostgres(join(dir, "postgres"));
  await ensureDatabase(started.databaseUrl);
  await migrate(started.databaseUrl, { app: "app", worker: "worker" });
  const as = (username: string, password: string) =>
    Object.assign(new URL(started.databaseUrl), { username, password }).href;
  return {
    ownerUrl: started.databaseUrl,
    appUrl: as("portico_app", "app"),
    workerUrl: as("portico_worker", "worker"),
    stop: started.stop,
  };
}

/**
 * A client of the web's role whose transactions may stay open for two minutes: a round of many projects prepares them all
 * before the first one commits.
 */
export function patientClient(databaseUrl: string, pool: number): PrismaClient {
  const adapter = new PrismaPg({ connectionString: databaseUrl, max: pool });
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 60_000, timeout: 120_000 } });
}

export type ControlPlane = {
  /** Path of the administrator's kubeconfig. */
  adminKubeconfig: string;
  /** Path of the kubeconfig of the worker's own service account. */
  workerKubeconfig: string;
  /** The API server's certificate authority in base64. */
  certificateAuthority: string;
  url: string;
  stop(): Promise<void>;
};

/** A real control plane with Portico's custom resources and roles in it. */
export async function startControlPlane(dir: string): Promise<ControlPlane> {
  const cluster = await startCluster({ dataDir: join(dir, "cluster"), nodes: { kwok: 0 } });
  const admin = new KubeClient(fromFile(cluster.kubeconfig));
  await installCluster(admin);
  const workerKubeconfig = join(dir, "worker.kubeconfig");
  await writeFile(workerKubeconfig, await mintKubeconfig(admin, "portico-worker", 86_400), { mode: 0o600 });
  const certificateAuthority = admin.transport.certificateAuthority ?? "";
  admin.close();
  return {
    adminKubeconfig: cluster.kubeconfig,
    workerKubeconfig,
    certificateAuthority,
    url: cluster.url,
    stop: () => cluster.stop(),
  };
}
