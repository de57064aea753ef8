import { defineConfig } from "@playwright/test";

/** Browser journeys against a demo that runs already: `npm run test:e2e` starts one, PORTICO_E2E_URL names another. */
export default defineConfig({
  testDir: "e2e",
  reporter: "line",
  workers: 2,
  // A journey that passes at its second try is named as flaky at the end; a broken one fails twice.
  retries: process.env.CI ? 1 : 0,
  fullyParallel: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: process.env.PORTICO_E2E_URL,
    locale: "en-US",
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    // Traces are dear to record: only where a journey is tried again.
    trace: "on-first-retry",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: process.env.PORTICO_CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    },
  },
  projects: [{ name: "journeys" }],
});
