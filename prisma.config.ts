import { defineConfig } from "prisma/config";

// Used by `prisma generate` only: migrations are applied by scripts/migrate.ts, which needs no native engine.
export default defineConfig({ schema: "prisma/schema", migrations: { path: "prisma/migrations" } });
