import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "#generated/client.ts";

/**
 * The pool and the client over it. Waiting for a connection ends after 5 s and a statement after 15 s, so that a slow
 * database answers with an error instead of holding every request.
 */
export function createClient(databaseUrl: string, pool: number): PrismaClient {
  const adapter = new PrismaPg({
    connectionString: databaseUrl,
    max: pool,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
  });
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 5_000, timeout: 15_000 } });
}

const kept = globalThis as { porticoPrisma?: PrismaClient };

/** The process's one client, made on first use from PORTICO_DATABASE_URL. */
export function prisma(): PrismaClient {
  const url = process.env.PORTICO_DATABASE_URL;
  if (!kept.porticoPrisma && !url) throw new Error("PORTICO_DATABASE_URL is missing.");
  kept.porticoPrisma ??= createClient(url ?? "", Number(process.env.PORTICO_DATABASE_POOL ?? 10));
  return kept.porticoPrisma;
}
