import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  type ColumnType,
  ColumnTypeEnum,
} from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm";
import pg from "pg";

const noFilter = { externalTables: [], externalEnums: [] };

type Queryable = {
  performIO(query: unknown): Promise<{ fields: { dataTypeID: number }[] }>;
  queryRaw(query: unknown): Promise<{ columnTypes: ColumnType[] }>;
};

/** The pg adapter does not know "char", the one-byte type in PostgreSQL's own catalog, which the engine asks for. */
function readCatalogChars(adapter: Queryable): void {
  const char = 18;
  const text = 25;
  const perform = adapter.performIO.bind(adapter);
  const query = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (asked) => {
    const columns: number[] = [];
    adapter.performIO = async (sent) => {
      const result = await perform(sent);
      for (const [index, field] of result.fields.entries()) {
        if (field.dataTypeID !== char) continue;
        field.dataTypeID = text;
        columns.push(index);
      }
      return result;
    };
    const answer = await query(asked);
    for (const index of columns) answer.columnTypes[index] = ColumnTypeEnum.Character;
    return answer;
  };
}

/**
 * The pg adapter cuts scripts at every semicolon, also inside function bodies. PostgreSQL's simple query protocol
 * takes a whole script, so that is what is sent.
 */
class WholeScriptPg extends PrismaPg {
  readonly #databaseUrl: string;
  readonly #open: { dispose(): Promise<void> }[] = [];

  constructor(databaseUrl: string) {
    super({ connectionString: databaseUrl, max: 1 });
    this.#databaseUrl = databaseUrl;
  }

  override async connect() {
    const adapter = await super.connect();
    this.#open.push(adapter);
    readCatalogChars(adapter as unknown as Queryable);
    adapter.executeScript = async (script: string) => {
      const client = new pg.Client({ connectionString: this.#databaseUrl });
      await client.connect();
      try {
        await client.query(script);
      } finally {
        await client.end();
      }
    };
    return adapter;
  }

  /** Ends the connections, and with them the advisory lock that the engine takes and does not give back. */
  async close(): Promise<void> {
    await Promise.all(this.#open.map((adapter) => adapter.dispose()));
  }
}

/**
 * Prisma's schema engine as WebAssembly, so that migrations need no native engine. It keeps the same
 * `_prisma_migrations` table as `prisma migrate deploy`: either may be used on one database.
 */
async function withEngine<T>(databaseUrl: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  loaded ??= loadBindings();
  const bindings = await loaded;
  const factory = new WholeScriptPg(databaseUrl);
  const engine = await bindings.SchemaEngine.new(
    { datamodels: undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    return await work(engine);
  } finally {
    engine.free();
    await factory.close();
  }
}

type Bindings = typeof import("@prisma/schema-engine-wasm/schema_engine_bg");
let loaded: Promise<Bindings> | undefined;

/** The module is instantiated once a process: a second instance would break the first one's memory. */
async function loadBindings(): Promise<Bindings> {
  const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const main = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const module = new WebAssembly.Module(await readFile(join(main, "../schema_engine_bg.wasm")));
  const instance = new WebAssembly.Instance(module, { "./schema_engine_bg.js": bindings as never });
  (bindings as unknown as { __wbg_set_wasm(exports: unknown): void }).__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return bindings;
}

async function readMigrations(folder: string): Promise<MigrationList> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((e) => e.isDirectory())
    .map((e) => e.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (path) => ({
      path,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok" as const, value: await readFile(join(folder, path, "migration.sql"), "utf8") },
      },
    })),
  );
  const lockfile = { path: "migration_lock.toml", content: 'provider = "postgresql"\n' };
  return { baseDir: folder, lockfile, shadowDbInitScript: "", migrationDirectories };
}

/**
 * What would have to be done to the database so that it is as the schema files of `folder` say, as SQL; empty when nothing.
 * Policies, triggers, checks and partial indexes are not the schema's to say, and never come up.
 */
export function schemaDrift(databaseUrl: string, folder: string): Promise<string> {
  return withEngine(databaseUrl, async (engine) => {
    const names = (await readdir(folder)).filter((name) => name.endsWith(".prisma"));
    const files = await Promise.all(
      names.map(async (path) => ({ path, content: await readFile(join(folder, path), "utf8") })),
    );
    const { stdout } = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: folder },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      filters: noFilter,
    });
    return stdout ?? "";
  });
}

/** Applies the migrations of `folder` that are not applied yet; answers their names. Rejects on the first that fails. */
export function applyMigrations(databaseUrl: string, folder: string): Promise<string[]> {
  return withEngine(databaseUrl, async (engine) => {
    const done = await engine.applyMigrations({
      migrationsList: await readMigrations(folder),
      filters: noFilter,
    });
    return done.appliedMigrationNames;
  });
}
