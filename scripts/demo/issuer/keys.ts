import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from "jose";

export type IssuerKeys = { signing: JWK; cookie: string };

/** The issuer's keys: from the state folder, or made now and kept there (readable by its owner only). */
export async function issuerKeys(stateDir: string | undefined): Promise<IssuerKeys> {
  if (!stateDir) return makeKeys();
  const file = join(stateDir, "issuer-keys.json");
  try {
    return JSON.parse(await readFile(file, "utf8")) as IssuerKeys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const keys = await makeKeys();
  await mkdir(stateDir, { recursive: true });
  await writeFile(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}

async function makeKeys(): Promise<IssuerKeys> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    signing: { ...jwk, kid, alg: "RS256", use: "sig" },
    cookie: randomBytes(32).toString("base64url"),
  };
}
