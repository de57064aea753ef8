import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Part, readState } from "./layout.ts";
import { endProcess } from "./processes.ts";

/** Who ends when: pods while the API server still hears of it, and what others write to last. */
const order: Part[][] = [
  ["local-kubelet"],
  ["kwok", "kube-scheduler", "kube-controller-manager"],
  ["kube-apiserver"],
  ["etcd"],
];

/** How long a part may take to end by itself, in milliseconds. The kubelet's stand-in gives its pods five seconds. */
export const stopPatience = (part: Part): number => (part === "local-kubelet" ? 9_000 : 5_000);

/** Ends the cluster of a data directory, whoever started it, and keeps its data. Nothing running is not an error. */
export async function stopCluster(dataDir: string): Promise<void> {
  const dir = resolve(dataDir);
  const state = await readState(dir);
  if (!state) return;
  for (const group of order) {
    await Promise.all(group.map((part) => endProcess(state.pids[part] ?? 0, dir, stopPatience(part))));
  }
  await rm(join(dir, "state.json"), { force: true });
}
