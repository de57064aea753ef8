import { fromPrisma, PgBoss } from "pg-boss";
import type { z } from "zod";
import type { AnyTx } from "#lib/infra/db/transaction.ts";
import type { JobKind } from "./queues.ts";

export { defineJob, type JobKind } from "./queues.ts";

const schema = "pgboss";

/** What every queue shares: woken by NOTIFY; a run whose worker is silent for 10 s is given to another. */
export function queueOptions(kind: JobKind<z.ZodType>) {
  return {
    notify: true,
    heartbeatSeconds: 10,
    expireInSeconds: kind.expireInSeconds,
    retryLimit: kind.retryLimit,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    deleteAfterSeconds: 3 * 24 * 3600,
  };
}

/** Creates the job tables and the queues, as the owner of the database, and lets the two programs use them. */
export async function installJobs(databaseUrl: string, kinds: JobKind<z.ZodType>[]): Promise<void> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema,
    supervise: false,
    schedule: false,
    max: 2,
  });
  boss.on("error", () => {});
  await boss.start();
  try {
    for (const kind of kinds) {
      const { ...options } = queueOptions(kind);
      if (await boss.getQueue(kind.name)) await boss.updateQueue(kind.name, options);
      else await boss.createQueue(kind.name, options);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

const kept = globalThis as { porticoSender?: Promise<PgBoss> };

function sender(): Promise<PgBoss> {
  kept.porticoSender ??= (async () => {
    const boss = new PgBoss({
      connectionString: process.env.PORTICO_DATABASE_URL ?? "",
      schema,
      migrate: false,
      createSchema: false,
      supervise: false,
      schedule: false,
      max: 2,
    });
    boss.on("error", () => {});
    await boss.start();
    return boss;
  })();
  kept.porticoSender.catch(() => {
    delete kept.porticoSender;
  });
  return kept.porticoSender;
}

/** Enqueues a job in the caller's transaction: it exists if and only if the change commits. */
export async function enqueue<Schema extends z.ZodType>(
  tx: AnyTx,
  kind: JobKind<Schema>,
  payload: z.infer<Schema>,
): Promise<void> {
  const boss = await sender();
  await boss.send(kind.name, kind.payload.parse(payload) as object, {
    db: fromPrisma(tx as unknown as Parameters<typeof fromPrisma>[0]),
  });
}

/** Starts the worker's side: supervises leases and runs handlers. */
export async function startJobs(databaseUrl: string): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    schema,
    migrate: false,
    createSchema: false,
    schedule: false,
    useListenNotify: true,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    max: 6,
  });
  boss.on("error", () => {});
  await boss.start();
  return boss;
}
