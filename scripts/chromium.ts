import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** The shell without windows first: all that journeys need of a browser, and less to run. */
const places = [
  "/usr/lib/chromium/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

const found = () => [process.env.PORTICO_CHROMIUM, ...places].find((path) => path && existsSync(path));

/**
 * The browser for the journeys: PORTICO_CHROMIUM, the system's, or, as root on Debian or Ubuntu, installed now. Throws one
 * line that says what is missing.
 */
export function chromiumPath(log: (line: string) => void): string {
  const present = found();
  if (present) return present;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    log("Installing Chromium from the distribution's packages …");
    const options = { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } } as const;
    spawnSync("apt-get", ["update", "-qq"], options);
    for (const name of ["chromium-headless-shell", "chromium"]) {
      spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], options);
      const installed = found();
      if (installed) return installed;
    }
  }
  throw new Error(
    "The browser journeys need Chromium: install it (Debian: apt-get install chromium) or set PORTICO_CHROMIUM to its path.",
  );
}
