import { parseArgs } from "node:util";
import { clusterBinary } from "./build.ts";
import { startCluster } from "./start.ts";
import { stopCluster } from "./stop.ts";

const usage = `usage: node cluster/main.ts build
       node cluster/main.ts start --data DIR [--nodes N] [--image-prefix NAME] [-- COMMAND …]
       node cluster/main.ts stop --data DIR

start returns when the cluster is ready and leaves it running. COMMAND plays containers of the image NAME.`;

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: "string" },
      nodes: { type: "string", default: "2" },
      "image-prefix": { type: "string", default: "portico-runner" },
    },
  });
  const [verb, ...command] = positionals;
  if (verb === "build") {
    process.stdout.write(`${await clusterBinary()}\n`);
    return;
  }
  if ((verb !== "start" && verb !== "stop") || !values.data) fail(usage);
  if (verb === "stop") {
    await stopCluster(values.data);
    return;
  }
  const began = Date.now();
  const cluster = await startCluster({
    dataDir: values.data,
    detached: true,
    nodes: { kwok: Number(values.nodes) },
    runner: command.length > 0 ? { command, imagePrefix: values["image-prefix"] } : undefined,
  });
  process.stderr.write(`Ready at ${cluster.url} after ${((Date.now() - began) / 1000).toFixed(1)} s.\n`);
  process.stdout.write(`${cluster.kubeconfig}\n`);
}

main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
