import { fromPrisma, type JobResult, PgBoss } from "pg-boss";
import type { z } from "zod";
import type { AnyTx } from "#lib/infra/db/transaction.ts";
import type { JobKind } from "./queues.ts";

export type { JobKind } from "./queues.ts";

const schema = "pgboss";

/**
 * What every queue shares: woken by NOTIFY; a run whose worker is silent for 10 s is given to another. A retry never
 * waits longer than 15 s, so that work goes on soon after an outage ends.
 */
export function queueOptions(kind: JobKind<z.ZodType>) {
  return {
    notify: true,
    heartbeatSeconds: 10,
    expireInSeconds: kind.expireInSeconds,
    retryLimit: kind.retryLimit,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 15,
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

type Database = Parameters<typeof fromPrisma>[0];

/** Enqueues a job in the caller's transaction: it exists if and only if the change commits. It runs at once, or at `startAfter`. */
export async function enqueue<Schema extends z.ZodType>(
  tx: AnyTx,
  kind: JobKind<Schema>,
  payload: z.infer<Schema>,
  { startAfter }: { startAfter?: Date } = {},
): Promise<void> {
  const boss = await sender();
  await boss.send(kind.name, kind.payload.parse(payload) as object, {
    db: fromPrisma(tx as unknown as Database),
    ...(startAfter ? { startAfter } : {}),
  });
}

/** Enqueues several jobs of a kind, in one statement. They run at once, or at `startAfter`. */
export async function enqueueAll<Schema extends z.ZodType>(
  tx: AnyTx,
  kind: JobKind<Schema>,
  payloads: readonly z.infer<Schema>[],
  { startAfter }: { startAfter?: Date } = {},
): Promise<void> {
  if (payloads.length === 0) return;
  const boss = await sender();
  const jobs = payloads.map((payload) => ({
    data: kind.payload.parse(payload) as object,
    ...(startAfter ? { startAfter } : {}),
  }));
  await boss.insert(kind.name, jobs, { db: fromPrisma(tx as unknown as Database) });
}

/** The same for jobs that look by themselves what is to be done, without those of which one waits for its run, or for the next. */
export async function enqueueMissing<Schema extends z.ZodType>(
  tx: AnyTx,
  kind: JobKind<Schema>,
  payloads: readonly z.infer<Schema>[],
): Promise<void> {
  const wanted = payloads.map((payload) => kind.payload.parse(payload));
  const found = await tx.$queryRaw<{ at: number }[]>`
    select w.at::int as at from jsonb_array_elements(${JSON.stringify(wanted)}::jsonb) with ordinality as w(data, at)
    where not exists (select 1 from pgboss.job j where j.name = ${kind.name} and j.state < 'active' and j.data = w.data)`;
  const missing = new Set(found.map(({ at }) => at - 1));
  await enqueueAll(
    tx,
    kind,
    payloads.filter((_, at) => missing.has(at)),
  );
}

/** Closes the connections that `enqueue` opened. */
export async function stopSending(): Promise<void> {
  const boss = await kept.porticoSender?.catch(() => undefined);
  delete kept.porticoSender;
  await boss?.stop({ graceful: false });
}

/** Starts the worker's side: supervises leases, so that a run whose worker died is given to another. */
export async function startJobs(databaseUrl: string, onError: (error: Error) => void): Promise<PgBoss> {
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
  boss.on("error", onError);
  try {
    await boss.start();
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
  return boss;
}

/** What is kept of a failure: its last line, where the cause stands. What comes before may quote a tenant's data. */
const causeOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split("\n").at(-1) ?? "";

/**
 * Runs the jobs of a kind, up to `places` (at least 2) at once. A handler that throws is called again later with the same payload, so it is
 * idempotent; its signal ends when the job was given to somebody else.
 */
export async function workOn<Schema extends z.ZodType>(
  boss: PgBoss,
  kind: JobKind<Schema>,
  places: number,
  run: (payload: z.infer<Schema>, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  // A few takers of several jobs each: one that is idle answers a NOTIFY in milliseconds, and a full catch is followed by
  // the next one at once. (A taker of single jobs would sleep until the next NOTIFY with a queue full of them.)
  const takers = Math.min(4, Math.floor(places / 2));
  const options = {
    localConcurrency: takers,
    batchSize: Math.floor(places / takers),
    burstWhenBatchFull: true,
    perJobResults: true as const,
    // Retries come due without a NOTIFY.
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 2,
    heartbeatRefreshSeconds: 3,
  };
  await boss.work<object>(kind.name, options, (jobs) =>
    Promise.all(
      jobs.map(async ({ id, data, signal }): Promise<JobResult> => {
        const payload = kind.payload.safeParse(data);
        if (!payload.success) return { id, status: "deadletter", output: new Error(payload.error.message) };
        try {
          await run(payload.data, signal);
          return { id, status: "completed" };
        } catch (error) {
          return { id, status: "failed", output: { message: causeOf(error) } };
        }
      }),
    ),
  );
}
