import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { PgBoss } from "pg-boss";
import { platformOf } from "#lib/domain/credentials/check/platform.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { type WorkerEnv, workerEnv } from "#lib/infra/env/index.ts";
import { startJobs, stopSending } from "#lib/infra/jobs/index.ts";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { loadKubeConfig } from "#lib/infra/kube/config.ts";
import { log } from "#lib/infra/log/index.ts";
import { runAudit } from "./audit/index.ts";
import { type ControlConfig, controlConfigFromEnv } from "./control/config.ts";
import { startControl } from "./control/main.ts";
import { startDispatch } from "./dispatch/index.ts";
import { startHealth } from "./health.ts";
import * as metrics from "./metrics.ts";
import { Observer } from "./observe/index.ts";
import { runTasks } from "./tasks/index.ts";

const PATIENCE_MS = 10_000;

/** Everything the worker is told, read once. Ends the process with one line if something is wrong. */
function settings(): {
  env: WorkerEnv;
  config: ControlConfig;
  kubeConfig: ReturnType<typeof loadKubeConfig>;
} {
  try {
    return { env: workerEnv(), config: controlConfigFromEnv(), kubeConfig: loadKubeConfig() };
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function fail(line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(2);
}

/** Takes jobs as soon as the database is there, however long that takes. */
async function takeJobs(env: WorkerEnv, signal: AbortSignal, start: (boss: PgBoss) => Promise<void>) {
  const said = (error: Error) => log.warn({ err: error }, "jobs: the database did not answer as it should");
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      const boss = await startJobs(env.PORTICO_DATABASE_URL, said);
      await start(boss);
      return boss;
    } catch (error) {
      log.warn({ err: error, failures }, "jobs could not be started, trying again");
      await sleep(Math.min(500 * 2 ** failures, 5000), undefined, { signal }).catch(() => {});
    }
  }
  return undefined;
}

async function main(): Promise<void> {
  const { env, config, kubeConfig } = settings();
  const ending = new AbortController();
  const { signal } = ending;
  for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => ending.abort());
  // A promise that nobody waited for is a mistake to mend, and no reason to leave everything else undone.
  process.on("unhandledRejection", (error) => log.error({ err: error }, "unhandled rejection"));

  // Apart, so that a job or the Lease never waits behind the many calls of the controller.
  const clients = {
    control: new KubeClient(kubeConfig, { userAgent: "portico-control" }),
    dispatch: new KubeClient(kubeConfig, { userAgent: "portico-dispatch", connections: 16 }),
    lease: new KubeClient(kubeConfig, { userAgent: "portico-lease", connections: 2, timeoutMs: 4000 }),
  };
  const platform = {
    subjectPrefix: env.PORTICO_SUBJECT_PREFIX,
    groupPrefix: env.PORTICO_GROUP_PREFIX,
    subjectIssuer: env.PORTICO_CLUSTER_ISSUER,
    gateways: env.PORTICO_GATEWAYS,
    stores: env.PORTICO_EXTERNAL_STORES,
  };
  let observer: Observer | undefined;
  const control = startControl({
    client: clients.control,
    leaseClient: clients.lease,
    config,
    log,
    signal,
    identity: `${hostname()}-${newId().slice(-12)}`,
    alongside: async (leadership) => {
      await Promise.all([
        observer?.lead(leadership),
        runAudit(leadership, { keys: env.PORTICO_AUDIT_KEYS, log }),
        runTasks(leadership, { client: clients.dispatch, cache: control.cache, log }),
      ]);
    },
  });
  observer = new Observer({
    client: clients.dispatch,
    cache: control.cache,
    log,
  });
  let boss: PgBoss | undefined;
  const taking = takeJobs(env, signal, (started) =>
    startDispatch(started, env.PORTICO_JOB_CONCURRENCY, {
      client: clients.dispatch,
      platform,
      providers: platformOf(env),
      mail: { url: env.PORTICO_SMTP_URL, from: env.PORTICO_MAIL_FROM, portal: env.PORTICO_URL ?? "" },
      log,
    }),
  ).then((started) => {
    boss = started;
    if (boss) log.info({ concurrency: env.PORTICO_JOB_CONCURRENCY }, "taking jobs");
  });

  let synced = false;
  void control.synced.then(() => {
    synced = true;
  });
  const health = await startHealth({
    address: env.PORTICO_HEALTH_ADDRESS,
    port: env.PORTICO_HEALTH_PORT,
    metricsToken: env.PORTICO_METRICS_TOKEN,
    notReady: async () => [
      ...(boss ? [] : ["jobs are not taken yet"]),
      ...(synced ? [] : ["the cluster has not been read yet"]),
      ...(await prisma().$queryRaw`select 1`.then(
        () => [],
        () => ["the database does not answer"],
      )),
    ],
    collect: () => collect(clients, control),
  }).catch((error: Error) =>
    fail(`PORTICO_HEALTH_ADDRESS and PORTICO_HEALTH_PORT cannot be used: ${error.message}`),
  );
  log.info({ healthPort: health.port }, "worker started");

  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  log.info({}, "worker stops");
  // Whatever does not end in time is somebody else's when its lease runs out.
  const patience = setTimeout(() => process.exit(0), PATIENCE_MS + 2000);
  await taking;
  await Promise.allSettled([boss?.stop({ graceful: true, timeout: PATIENCE_MS }), control.done]);
  await Promise.allSettled([stopSending(), prisma().$disconnect(), health.close()]);
  for (const client of Object.values(clients)) client.close();
  clearTimeout(patience);
  log.info({}, "worker stopped");
}

/** Brings the gauges up to date. */
async function collect(
  clients: Record<string, KubeClient>,
  control: ReturnType<typeof startControl>,
): Promise<void> {
  const { queues, watches } = control.counters();
  for (const [kind, counters] of Object.entries(watches))
    for (const [what, count] of Object.entries(counters as Record<string, number>))
      metrics.watchEvents.set({ kind, what }, count);
  for (const [kind, depth] of Object.entries(queues)) metrics.reconcileQueue.set({ kind }, depth);
  for (const [caller, { counters }] of Object.entries(clients)) {
    for (const [verb, count] of Object.entries(counters.requests))
      metrics.apiCalls.set({ caller, verb }, count);
    metrics.apiRetries.set({ caller }, counters.retries);
    metrics.apiErrors.set({ caller }, counters.errors);
  }
  metrics.leading.set(control.isLeader() ? 1 : 0);
  const rows = await withPlatform(
    (tx) => tx.$queryRaw<{ name: string; state: string; count: number }[]>`
      select name, state::text as state, count(*)::int as count from pgboss.job
      where name not like '\\_\\_%' group by name, state`,
  ).catch(() => []);
  metrics.jobs.reset();
  for (const { name, state, count } of rows) metrics.jobs.set({ job: name, state }, count);
}

await main();
