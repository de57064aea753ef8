import type { ChildProcess } from "node:child_process";
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { clusterBinary } from "./build.ts";
import { apiUrl, type CommandOptions, localNode, partArgs, type Runner } from "./commands.ts";
import { Health } from "./health.ts";
import {
  choosePorts,
  kubeconfigPath,
  type Part,
  type Ports,
  parts,
  readState,
  type State,
  writeState,
} from "./layout.ts";
import { belongsTo, endProcess, lastLines, startProcess, until } from "./processes.ts";
import { stopCluster, stopPatience } from "./stop.ts";

export type { Runner } from "./commands.ts";
export type { Part, Ports } from "./layout.ts";

/** How long the whole may take to start, in milliseconds, before the start is given up. */
const startPatience = 90_000;

export interface ClusterOptions {
  /** Everything the cluster keeps: certificates, etcd's data, ports, logs. Starting again with it continues it. */
  dataDir: string;
  /** Ports to use instead of free ones; a taken one is an error. */
  ports?: Partial<Ports>;
  /** Where each part's log goes; `logs` in the data directory by default. */
  logDir?: string;
  /** What plays containers of the session runner's image on the node `local-1`; without it none of them can run. */
  runner?: Runner;
  nodes?: {
    /** How many nodes kwok plays, two by default. Their taint is `kwok.x-k8s.io/node=fake:NoSchedule`. */
    kwok?: number;
    /** Capacity of `local-1` as Kubernetes quantities; 16 CPUs, 64Gi and 110 pods by default. */
    local?: Partial<CommandOptions["local"]>;
  };
  /** Whether the cluster is to live on when this process ends; it is then ended by `stopCluster`. */
  detached?: boolean;
  /** More arguments for parts, such as an authentication configuration for the API server. */
  extraArgs?: Partial<Record<Part, string[]>>;
  /**
   * Called with the administrator's kubeconfig when the API server answers and no controller runs yet: the place to install
   * custom resources. Controllers find out at their start which kinds there are; the quota controller counts objects of
   * kinds that come later only after minutes.
   */
  prepare?: (kubeconfig: string) => Promise<void>;
  /** Receives a line when something takes long; standard error by default. */
  log?: (line: string) => void;
}

/** For tests of bad days: ends and starts single parts of a running cluster. */
export interface Supervisor {
  /** Ends a part at once, as a crash would, and returns when it is gone. */
  kill(part: Part): Promise<void>;
  /** Starts a part again, ending it first if it runs, on the same ports with the same data; returns when it is well. */
  restart(part: Part): Promise<void>;
}

export interface Cluster {
  /** Path of the administrator's kubeconfig, complete in one file. */
  kubeconfig: string;
  url: string;
  /** The parts' process ids, current after a restart. */
  pids: Record<Part, number>;
  supervise: Supervisor;
  /** Ends every part; the data stays. */
  stop(): Promise<void>;
}

/**
 * Starts a real Kubernetes control plane on loopback and returns when every part is well and the nodes are Ready.
 * Throws when the binary cannot be had, when the data directory's cluster already runs, or with the last words of the
 * part that failed; nothing is left running then.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const dataDir = resolve(options.dataDir);
  const running = await readState(dataDir);
  if (running && Object.values(running.pids).some((pid) => belongsTo(pid, dataDir))) {
    throw new Error(`The cluster in ${dataDir} already runs at ${running.url}; stop it first.`);
  }
  const binary = await clusterBinary({ log: options.log });
  const starter = await Starter.prepare(binary, dataDir, options);
  try {
    await starter.start();
  } catch (error) {
    await stopCluster(dataDir);
    throw error;
  } finally {
    starter.health.close();
  }
  return starter.cluster();
}

/** Starts and watches the parts of one cluster. */
class Starter {
  readonly health: Health;
  readonly #binary: string;
  readonly #prepare: ClusterOptions["prepare"];
  readonly #detached: boolean;
  readonly #logDir: string;
  readonly #command: CommandOptions;
  readonly #state: State;
  readonly #children = new Map<Part, ChildProcess>();
  readonly #since = new Map<Part, number>();

  private constructor(binary: string, command: CommandOptions, health: Health, options: ClusterOptions) {
    this.#binary = binary;
    this.#prepare = options.prepare;
    this.#command = command;
    this.health = health;
    this.#detached = options.detached ?? false;
    this.#logDir = resolve(options.logDir ?? join(command.dataDir, "logs"));
    this.#state = { binary, url: apiUrl(command.ports), pids: {} };
  }

  static async prepare(binary: string, dataDir: string, options: ClusterOptions): Promise<Starter> {
    const command: CommandOptions = {
      dataDir,
      ports: await choosePorts(dataDir, options.ports),
      runner: options.runner,
      kwokNodes: options.nodes?.kwok ?? 2,
      local: { cpu: "16", memory: "64Gi", pods: "110", ...options.nodes?.local },
      extraArgs: options.extraArgs,
    };
    await promisify(execFile)(binary, [
      "pki",
      `--data=${dataDir}`,
      `--server=${apiUrl(command.ports)}`,
      `--node=${localNode}`,
    ]);
    const health = await Health.open(dataDir, command.ports, command.kwokNodes);
    const starter = new Starter(binary, command, health, options);
    await mkdir(starter.#logDir, { recursive: true, mode: 0o700 });
    return starter;
  }

  async start(): Promise<void> {
    for (const part of ["etcd", "kube-apiserver"] as const) this.#spawn(part);
    await writeState(this.#command.dataDir, this.#state);
    await this.#wait("kube-apiserver");
    await this.#prepare?.(kubeconfigPath(this.#command.dataDir));
    const rest = parts.slice(2).filter((part) => part !== "kwok" || this.#command.kwokNodes > 0);
    for (const part of rest) this.#spawn(part);
    await writeState(this.#command.dataDir, this.#state);
    await Promise.all(rest.map((part) => this.#wait(part)));
  }

  #spawn(part: Part, again = false): void {
    const { dataDir } = this.#command;
    this.#since.set(part, Date.now());
    const child = startProcess({
      binary: this.#binary,
      args: partArgs(part, this.#command),
      env: {
        PATH: process.env.PATH ?? "",
        HOME: dataDir,
        // Without it kwok would read the user's own configuration.
        KWOK_WORKDIR: join(dataDir, "kwok"),
      },
      log: this.#log(part),
      keepLog: again,
      detached: this.#detached,
    });
    // A binary that cannot be executed shows as a process that never was.
    child.on("error", () => {});
    this.#children.set(part, child);
    this.#state.pids[part] = child.pid ?? 0;
  }

  #log(part: Part): string {
    return join(this.#logDir, `${part}.log`);
  }

  /** Waits until a part is well; throws its last words when any part ends meanwhile. */
  async #wait(part: Part): Promise<void> {
    const well = await until(async () => {
      for (const [name, child] of this.#children) {
        if (child.exitCode !== null || child.signalCode !== null || !child.pid) {
          throw new Error(
            `${name} ended while the cluster was starting. Its last words (${this.#log(name)}):\n${lastLines(this.#log(name), 15)}`,
          );
        }
      }
      return this.health.isWell(part, this.#since.get(part) ?? 0);
    }, startPatience);
    if (!well) {
      throw new Error(
        `${part} was not ready within ${startPatience / 1000} s. Its last words (${this.#log(part)}):\n${lastLines(this.#log(part), 15)}`,
      );
    }
  }

  cluster(): Cluster {
    const { dataDir, ports, kwokNodes } = this.#command;
    const pid = (part: Part) => this.#state.pids[part] ?? 0;
    return {
      kubeconfig: kubeconfigPath(dataDir),
      url: apiUrl(ports),
      pids: this.#state.pids as Record<Part, number>,
      supervise: {
        kill: async (part) => {
          if (belongsTo(pid(part), dataDir)) process.kill(pid(part), "SIGKILL");
          this.#children.delete(part);
          await until(() => !belongsTo(pid(part), dataDir), 5_000);
        },
        restart: async (part) => {
          this.#children.delete(part);
          await endProcess(pid(part), dataDir, stopPatience(part));
          this.#spawn(part, true);
          await writeState(dataDir, this.#state);
          const health = await Health.open(dataDir, ports, kwokNodes);
          const well = await until(() => health.isWell(part, this.#since.get(part) ?? 0), startPatience);
          health.close();
          if (!well) throw new Error(`${part} was not ready again within ${startPatience / 1000} s.`);
        },
      },
      stop: () => stopCluster(dataDir),
    };
  }
}
