import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheDir, lock } from "#cluster/cache.ts";

const run = promisify(execFile);

/** Exits with 0 where Python is new enough and can make virtual environments; prints what the environment depends on. */
const probe =
  "import sys, ensurepip, venv, platform; print(sys.version, platform.machine()); sys.exit(sys.version_info < (3, 11))";

type Log = (line: string) => void;

/** `python3`, or PORTICO_PYTHON. As root on Debian or Ubuntu it is installed where it is missing. Throws what to do. */
async function python(what: string, log: Log): Promise<{ path: string; version: string }> {
  const own = process.env.PORTICO_PYTHON;
  const path = own || "python3";
  const ask = () =>
    run(path, ["-c", probe]).then(
      ({ stdout }) => stdout.trim(),
      () => undefined,
    );
  let version = await ask();
  // Whoever names one gets no other.
  if (!version && !own && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    log("Installing Python from the distribution's packages …");
    const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, maxBuffer: 1 << 26 };
    await run("apt-get", ["update", "-qq"], options).catch(() => {});
    await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "python3-venv"], options).catch(
      () => {},
    );
    version = await ask();
  }
  if (version) return { path, version };
  throw new Error(
    own
      ? `${what} needs Python 3.11 or newer with venv, and ${own} (PORTICO_PYTHON) is none.`
      : `${what} needs Python 3.11 or newer with venv: install it (Debian: apt-get install python3-venv) or set PORTICO_PYTHON to its path.`,
  );
}

/**
 * The folder of a virtual environment with the packages that `requirements` pins by their hashes, made now if no run on this
 * machine has; kept outside the checkout. `what` is what it is called, such as "LiteLLM". Throws one line that says what is missing.
 */
export async function pythonEnvironment(
  what: string,
  requirements: string,
  log: Log,
  signal?: AbortSignal,
): Promise<string> {
  const { path, version } = await python(what, log);
  const hash = createHash("sha256")
    .update(version)
    .update(await readFile(requirements));
  const dir = join(cacheDir(), `${what.toLowerCase()}-${hash.digest("hex").slice(0, 16)}`);
  // Written last: an environment without it was broken off. It cannot be made elsewhere and moved: its paths are in it.
  const whole = join(dir, "portico-ready");
  if (existsSync(whole)) return dir;

  await mkdir(cacheDir(), { recursive: true });
  const release = await lock(`${dir}.lock`, `is installing ${what}`, log, signal);
  try {
    if (existsSync(whole)) return dir;
    log(`Installing ${what}, once for this version; this takes a minute or two …`);
    const began = Date.now();
    await rm(dir, { recursive: true, force: true });
    await run(path, ["-m", "venv", dir], { signal });
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"];
    await run(join(dir, "bin", "python"), [...pip, "--require-hashes", "-r", requirements], {
      signal,
      maxBuffer: 1 << 26,
    });
    await writeFile(whole, "");
    log(`Installed it in ${Math.round((Date.now() - began) / 1000)} s.`);
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    // pip's own last line would name a package that was not found.
    if (stderr.includes("connection broken by"))
      throw new Error(
        `${what} could not be installed: PyPI, or the index that pip is configured with, cannot be reached.`,
      );
    throw new Error(`${what} could not be installed: ${stderr.trim().split("\n").at(-1) || String(error)}`);
  } finally {
    await release();
  }
  return dir;
}
