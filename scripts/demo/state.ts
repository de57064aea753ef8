import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SigningKey } from "#lib/infra/crypto/signing.ts";
import { freePort } from "./postgres.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));
/** Where the demo keeps everything; the browser journeys use one of their own. */
export const demoDir = process.env.PORTICO_DEMO_DIR ?? join(root, ".demo");
const statePath = join(demoDir, "state.json");

/** What `.demo/state.json` holds while the demo runs. */
export type DemoState = {
  url: string;
  issuer: string;
  kubeconfig: string;
  /** The owner's connection string. */
  databaseUrl: string;
  /** Address of the stand-in for model providers. */
  provider: string;
  /** Where people call models with their keys; as long as nothing takes calls there, it says why. */
  models: string;
  /** The same once LiteLLM takes calls there; null while it does not. */
  modelsUrl: string | null;
  /** Address of the page that shows what the demo has sent. */
  inbox: string;
  /** Where the demo's DNS records stand, as JSON `{ "name": ["text"] }`; read for each question. */
  dnsFile: string;
  /** The key that a service behind the portal would verify passports with (docs/gateways.md). */
  passport: { kid: string; aud: string; secret: string; gateway: string };
  /** `key` opens /api/v1 with the person's rights; people without any have none. */
  people: { email: string; password: string; name: string; roles: string[]; key?: string }[];
  pids: Record<string, number>;
};

export function readState(): DemoState | null {
  if (!existsSync(statePath)) return null;
  try {
    return JSON.parse(readFileSync(statePath, "utf8")) as DemoState;
  } catch {
    return null;
  }
}

export function writeState(state: DemoState): void {
  mkdirSync(demoDir, { recursive: true });
  writeFileSync(`${statePath}.new`, JSON.stringify(state, null, 2), { mode: 0o600 });
  renameSync(`${statePath}.new`, statePath);
}

const keysPath = join(demoDir, "keys.json");

/** The people's keys by address, which stay the same from start to start. */
export const readKeys = (): Record<string, string> =>
  existsSync(keysPath) ? (JSON.parse(readFileSync(keysPath, "utf8")) as Record<string, string>) : {};

export const keepKeys = (keys: Record<string, string>): void =>
  writeFileSync(keysPath, JSON.stringify(keys, null, 2), { mode: 0o600 });

export const removeState = (): void => rmSync(statePath, { force: true });

/** Whether `PORTICO_DEMO_WITHOUT` names a part, as in `models,fetching`: for tests that are not about it. */
export const isLeftOut = (part: "models" | "fetching"): boolean =>
  (process.env.PORTICO_DEMO_WITHOUT ?? "").split(",").includes(part);

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** A key for the tokens of callers of models, made once. */
function makeSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "", d = "" } = privateKey.export({ format: "jwk" });
  return { kty: "EC", crv: "P-256", kid: "demo", x, y, d };
}

type Kept = {
  web: number;
  issuer: number;
  provider: number;
  inbox: number;
  models: number;
  authSecret: string;
  appPassword: string;
  workerPassword: string;
  auditKey: string;
  passportKey: string;
  gatewayKey: string;
  modelsPassportKey: string;
  modelsGatewayKey: string;
  signingKey: SigningKey;
};
const keptPath = join(demoDir, "kept.json");

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/**
 * Ports and secrets that stay the same from start to start: the issuer's address is part of who its people are, and the
 * portal's is registered there. A wanted port that is taken is an error; the first free one is taken otherwise.
 */
export async function keptSettings(wantedPort: number | undefined, secret: () => string): Promise<Kept> {
  const kept: Partial<Kept> = existsSync(keptPath)
    ? (JSON.parse(readFileSync(keptPath, "utf8")) as Kept)
    : {};
  const settings: Kept = {
    web: wantedPort ?? kept.web ?? ((await isFree(3000)) ? 3000 : await freePort()),
    issuer: kept.issuer ?? (await freePort()),
    provider: kept.provider ?? (await freePort()),
    inbox: kept.inbox ?? (await freePort()),
    models: kept.models ?? (await freePort()),
    authSecret: kept.authSecret ?? secret(),
    appPassword: kept.appPassword ?? secret(),
    workerPassword: kept.workerPassword ?? secret(),
    auditKey: kept.auditKey ?? secret(),
    passportKey: kept.passportKey ?? secret(),
    gatewayKey: kept.gatewayKey ?? secret(),
    modelsPassportKey: kept.modelsPassportKey ?? secret(),
    modelsGatewayKey: kept.modelsGatewayKey ?? secret(),
    signingKey: kept.signingKey ?? makeSigningKey(),
  };
  for (const name of ["web", "issuer", "provider", "inbox", "models"] as const) {
    if (!(await isFree(settings[name]))) {
      const mend = name === "web" ? "use -- --port N" : "end that program, or remove .demo to begin anew";
      throw new Error(`Port ${settings[name]} for the ${name} is taken by another program; ${mend}.`);
    }
  }
  mkdirSync(demoDir, { recursive: true });
  writeFileSync(keptPath, JSON.stringify(settings, null, 2), { mode: 0o600 });
  return settings;
}
