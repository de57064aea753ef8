import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Project, projectResource } from "#lib/domain/clusters/contract/project.ts";
import { stopSending } from "#lib/infra/jobs/index.ts";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { fromFile } from "#lib/infra/kube/config.ts";
import type { Resource } from "#lib/infra/kube/objects.ts";
import { type ControlConfig, controlConfigFromEnv } from "#worker/control/config.ts";
import { applyBundles, type Order, objectsFor } from "./provision/bare.ts";
import { countCalls } from "./provision/calls.ts";
import { Portal } from "./provision/portal.ts";
import { cpuOfRun } from "./support/cpu.ts";
import { median, ms, p95, ratio } from "./support/numbers.ts";
import { patientClient, startControlPlane, startDatabase, temporaryFolder } from "./support/parts.ts";
import { machine, progress, say, table } from "./support/table.ts";
import { startWorker } from "./support/worker.ts";

/**
 * Commit to Ready through the whole of Portico, beside a bare client that applies the same objects to the same API server in
 * the same run. See bench/README.md.
 *
 *   node bench/provision.ts [--projects 1,20,200] [--repetitions 40,10,4] [--no-calls] [--profile FOLDER]
 */
const { values } = parseArgs({
  options: {
    projects: { type: "string", default: "1,20,200" },
    repetitions: { type: "string" },
    "no-calls": { type: "boolean", default: false },
    profile: { type: "string" },
  },
});
const sizes = values.projects.split(",").map(Number);
/** One project is quick and its time varies most; so many small rounds, few large ones. */
const repetitionsOf = (size: number) =>
  Number(values.repetitions?.split(",")[sizes.indexOf(size)] ?? (size === 1 ? 40 : size < 100 ? 10 : 4));
const goalOf = (size: number) => (size === 1 ? 3 : size >= 200 ? 1.3 : undefined);

type Side = "portal" | Order;
/** Milliseconds of each round, and of processor time of all programs together. */
type Times = Record<Side, { took: number[]; cpu: number[] }>;

/** Portal and bare client by turns, the order changing; the first size begins with a round that is thrown away. */
async function compare(
  size: number,
  portal: Portal,
  bare: (order: Order, round: string) => Promise<number>,
): Promise<Times> {
  const none = () => ({ took: [], cpu: [] });
  const times: Times = { portal: none(), phased: none(), parallel: none() };
  const sides = ["portal", "phased", "parallel"] as const;
  for (let round = size === sizes[0] ? 0 : 1; round <= repetitionsOf(size); round += 1) {
    for (let turn = 0; turn < sides.length; turn += 1) {
      const side = sides[(turn + round) % sides.length]!;
      const name = `n${size}r${round}`;
      const before = cpuOfRun();
      let took: number;
      let stages = "";
      if (side === "portal") {
        const done = await portal.provision(size, name);
        took = done.totalMs;
        stages = ` (${done.timeline})`;
      } else took = await bare(side, `${name}-${side}`);
      progress(`${size} × ${side}, round ${round}: ${ms(took)}${stages}`);
      // What the cluster's own controllers do about new namespaces must not fall into the next turn.
      await sleep(300 + 20 * size);
      if (round === 0) continue;
      times[side].took.push(took);
      if (before !== undefined) times[side].cpu.push(cpuOfRun()! - before);
    }
  }
  return times;
}

function report(size: number, times: Times): string[] {
  const goal = goalOf(size);
  const { portal, phased, parallel } = times;
  const against = median(portal.took) / median(phased.took);
  const clock = ({ took }: Times[Side]) => `${ms(median(took))} / ${ms(p95(took))}`;
  const processor = ({ cpu }: Times[Side]) => (cpu.length ? ms(median(cpu) / size) : "–");
  return [
    String(size),
    clock(portal),
    clock(phased),
    clock(parallel),
    ratio(against),
    goal === undefined ? "–" : `≤ ${goal} × (${against <= goal ? "met" : "missed"})`,
    ratio(median(portal.took) / median(parallel.took)),
    `${processor(portal)} / ${processor(phased)}`,
  ];
}

/** The first project, which every bare bundle is a copy of, and how many objects it has. */
async function example(portal: Portal, admin: KubeClient): Promise<Project> {
  const { made } = await portal.provision(1, "example");
  const found = await admin.get(projectResource as Resource<unknown>, { name: made[0]!.namespace });
  return projectResource.read(found);
}

async function run(dir: string, undo: (() => unknown)[]): Promise<void> {
  progress("Starting Postgres and the control plane …");
  const database = await startDatabase(dir);
  undo.push(() => database.stop());
  const controlPlane = await startControlPlane(dir);
  undo.push(() => controlPlane.stop());
  process.env.PORTICO_DATABASE_URL = database.appUrl;
  const app = patientClient(database.appUrl, 12);
  undo.push(() => app.$disconnect(), stopSending);
  const portal = await Portal.open(database.ownerUrl, app);
  undo.push(() => portal.close());
  const admin = new KubeClient(fromFile(controlPlane.adminKubeconfig));
  const bare = new KubeClient(fromFile(controlPlane.workerKubeconfig), { userAgent: "bare-client" });
  undo.push(
    () => admin.close(),
    () => bare.close(),
  );
  const worker = await startWorker({
    dir: values.profile ?? dir,
    databaseUrl: database.workerUrl,
    kubeconfig: controlPlane.workerKubeconfig,
    nodeArgs: values.profile ? ["--cpu-prof", `--cpu-prof-dir=${values.profile}`] : [],
  });
  undo.push(() => worker.stop());
  const config: ControlConfig = controlConfigFromEnv({
    ...process.env,
    PORTICO_RUNNER_IMAGE: "portico-runner:bench",
  });
  const copied = await example(portal, admin);
  const objects = objectsFor(copied, "any", config).flat().length;

  const where = machine();
  const rows = [
    [
      "projects",
      "portal: median / p95",
      "bare, same phases",
      "bare, all parallel",
      "ratio",
      "goal",
      "to all parallel",
      "CPU a project: portal / bare",
    ],
  ];
  for (const size of sizes) {
    const times = await compare(size, portal, (order, name) =>
      applyBundles(
        bare,
        Array.from({ length: size }, (_, i) => objectsFor(copied, `${name}-${i}`, config)),
        order,
      ),
    );
    rows.push(report(size, times));
  }
  say(
    `\n${where}\nA project is ${objects} objects. Time from commit to Ready committed, all projects of a round.\n`,
  );
  say(table(rows));
  if (values["no-calls"]) return;
  await worker.stop();
  const operations = await countCalls({ dir, controlPlane, database, portal, admin, objects });
  say("\nCalls to the API server, counted at a proxy (watches and the Lease left out):\n");
  say(
    table([
      ["operation", "calls", "goal"],
      ...operations.map(({ operation, calls, goal, met }) => [
        operation,
        String(calls.length),
        `${goal} (${met ? "met" : "missed"})`,
      ]),
    ]),
  );
  for (const { operation, calls } of operations)
    if (calls.length > 0) say(`\n${operation}:\n  ${calls.join("\n  ")}`);
}

const folder = await temporaryFolder();
const undo: (() => unknown)[] = [];
try {
  await run(folder.dir, undo);
} finally {
  for (const step of undo.reverse()) await step();
  await folder.remove();
}
