import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";

/** The processes of an embedded cluster, in the order they start. */
export const parts = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
  "local-kubelet",
] as const;
export type Part = (typeof parts)[number];

/** Loopback ports, kept in the data directory so that addresses survive a stop and start. */
export interface Ports {
  etcd: number;
  etcdPeer: number;
  apiserver: number;
  controllerManager: number;
  scheduler: number;
  kubelet: number;
}

/** What is known of a running cluster, kept in the data directory for whoever stops it. */
export interface State {
  binary: string;
  url: string;
  pids: Partial<Record<Part, number>>;
}

const portNames = ["etcd", "etcdPeer", "apiserver", "controllerManager", "scheduler", "kubelet"] as const;

export const kubeconfigPath = (dataDir: string): string => join(dataDir, "kubeconfig");

/** Reads a JSON file of the data directory; undefined when it is absent or cut short. */
async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch {
    return undefined;
  }
}

async function writeJson(file: string, value: unknown): Promise<void> {
  const draft = `${file}.${process.pid}.new`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

export const readState = (dataDir: string): Promise<State | undefined> =>
  readJson<State>(join(dataDir, "state.json"));

export const writeState = (dataDir: string, state: State): Promise<void> =>
  writeJson(join(dataDir, "state.json"), state);

/**
 * The cluster's ports: the wished ones, else those of the last run as far as they are free, else new ones.
 * A wished port that is taken is an error, because somebody relies on it.
 */
export async function choosePorts(dataDir: string, wished: Partial<Ports> = {}): Promise<Ports> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, "ports.json");
  const before = await readJson<Partial<Ports>>(file);
  const chosen: Partial<Ports> = {};
  for (const name of portNames) {
    const wish = wished[name];
    if (wish !== undefined && !(await isFree(wish))) {
      throw new Error(`Port ${wish}, wished for the embedded cluster's ${name}, is taken.`);
    }
    const last = before?.[name];
    const taken = Object.values(chosen);
    chosen[name] =
      wish ?? (last && !taken.includes(last) && (await isFree(last)) ? last : await freePort(taken));
  }
  const ports = chosen as Ports;
  await writeJson(file, ports);
  return ports;
}

/**
 * A free port below the systems' ephemeral ranges. A port inside them could be taken by any outgoing connection while
 * a part is down, even by a client that keeps trying to reach that very part.
 */
async function freePort(taken: number[]): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (!taken.includes(port) && (await isFree(port))) return port;
  }
  throw new Error("No free port between 20000 and 32000 on 127.0.0.1.");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
