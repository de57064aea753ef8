import { defineConfig } from "vitest/config";
import { SpreadSequencer } from "./test/sequencer.ts";

export default defineConfig({
  test: {
    sequence: { sequencer: SpreadSequencer },
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: ["**/*.integration.test.ts", "**/node_modules/**", "**/.next/**", ".demo/**", ".cache/**"],
        },
      },
      {
        test: {
          name: "integration",
          include: ["**/*.integration.test.ts"],
          exclude: ["**/node_modules/**", "**/.next/**", ".demo/**", ".cache/**"],
          // One Postgres and one control plane for the whole run; each file takes names and databases of its own.
          globalSetup: ["test/global-setup.ts"],
          testTimeout: 60_000,
          // Files that start a controller on the shared cluster wait for each other in their hooks.
          hookTimeout: 600_000,
          pool: "forks",
          // One or two of them wait for the cluster most of the time.
          maxWorkers: 4,
          // As the journeys: where the machine is shared with strangers, one more try.
          retry: process.env.CI ? 1 : 0,
        },
      },
    ],
  },
});
