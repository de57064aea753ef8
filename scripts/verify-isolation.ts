import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { projectResource } from "#lib/domain/clusters/contract/project.ts";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { loadKubeConfig } from "#lib/infra/kube/config.ts";
import { followLogs } from "#lib/infra/kube/logs.ts";
import { type KubeObject, kindOf } from "#lib/infra/kube/objects.ts";

/**
 * Whether this cluster's network enforces what Portico asks of it: from a pod in a project's namespace the API server, another
 * project's pods and the metadata address must be closed, and the gateway open. Policies are only words where the network
 * plug-in does not read them. Takes the first two Ready projects, and removes its pods afterwards.
 *
 *   PORTICO_KUBECONFIG=… node scripts/verify-isolation.ts --image IMAGE --open HOST:PORT
 *
 * The image needs `node`; the session runner's has it. Exit 0 when all holds, 1 when something does not, 2 on bad input.
 */
type Pod = KubeObject & { status?: { phase?: string; podIP?: string } };
type Project = KubeObject & { spec: { namespace: string }; status?: { phase?: string } };

type Service = KubeObject & { spec: { clusterIP: string } };

const pods = kindOf<Pod>("v1", "Pod", "pods");
const services = kindOf<Service>("v1", "Service", "services");
const listenPort = 8080;

function probe(namespace: string, name: string, image: string, code: string): KubeObject {
  const securityContext = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 10001,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace },
    spec: {
      restartPolicy: "Never",
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      containers: [
        {
          name: "probe",
          image,
          imagePullPolicy: "IfNotPresent",
          command: ["node", "-e", code],
          securityContext,
        },
      ],
    },
  } as KubeObject;
}

async function until(client: KubeClient, namespace: string, name: string, phases: string[]): Promise<Pod> {
  for (let i = 0; i < 600; i++) {
    const pod = await client.get(pods, { namespace, name });
    if (pod && phases.includes(pod.status?.phase ?? "") && pod.status?.podIP) return pod;
    await sleep(200);
  }
  throw new Error(`The pod ${namespace}/${name} did not come up within two minutes.`);
}

/** Tries each address from within the pod; prints `name open` or `name closed`. */
const dial = (targets: Record<string, string>) => `
  const net = require("net");
  const targets = ${JSON.stringify(targets)};
  Promise.all(Object.entries(targets).map(([name, address]) => new Promise((resolve) => {
    const at = address.lastIndexOf(":");
    const socket = net.connect({ host: address.slice(0, at), port: Number(address.slice(at + 1)), timeout: 3000 });
    const end = (word) => { socket.destroy(); console.log(name + " " + word); resolve(); };
    socket.on("connect", () => end("open"));
    socket.on("timeout", () => end("closed"));
    socket.on("error", (error) => end(error.code === "ECONNREFUSED" ? "open" : "closed"));
  })));`;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { image: { type: "string" }, open: { type: "string" } } });
  if (!values.image || !values.open) {
    process.stderr.write(
      "usage: verify-isolation --image IMAGE --open HOST:PORT (a gateway that sessions may reach)\n",
    );
    return 2;
  }
  const client = new KubeClient(loadKubeConfig());
  const { items } = await client.list(projectResource as never);
  const ready = (items as Project[]).filter((project) => project.status?.phase === "Ready").slice(0, 2);
  const [here, there] = ready.map((project) => project.spec.namespace);
  if (!here || !there) {
    process.stderr.write("This needs two projects that are Ready.\n");
    return 2;
  }
  const name = `isolation-${Date.now().toString(36)}`;
  try {
    const listen = `require("net").createServer(() => {}).listen(${listenPort})`;
    await client.create(pods, probe(there, name, values.image, listen));
    const other = await until(client, there, name, ["Running"]);
    const apiServer = await client.get(services, { namespace: "default", name: "kubernetes" });
    const expected: Record<string, [string, "open" | "closed"]> = {
      "API server (service)": [`${apiServer?.spec.clusterIP}:443`, "closed"],
      "API server (address)": [
        `${client.transport.server.hostname}:${client.transport.server.port || 443}`,
        "closed",
      ],
      "other project's pod": [`${other.status?.podIP}:${listenPort}`, "closed"],
      "metadata address": ["169.254.169.254:80", "closed"],
      gateway: [values.open, "open"],
    };
    const targets = Object.fromEntries(
      Object.entries(expected).map(([label, [address]]) => [label, address]),
    );
    await client.create(pods, probe(here, name, values.image, dial(targets)));
    await until(client, here, name, ["Succeeded", "Failed"]);
    const found = new Map<string, string>();
    for await (const line of followLogs(client, { namespace: here, pod: name, follow: false })) {
      const space = line.text.lastIndexOf(" ");
      found.set(line.text.slice(0, space), line.text.slice(space + 1));
    }
    let wrong = 0;
    for (const [label, [address, wanted]] of Object.entries(expected)) {
      const is = found.get(label) ?? "unknown";
      if (is !== wanted) wrong += 1;
      process.stdout.write(
        `${is === wanted ? "ok  " : "FAIL"} ${label} ${address}: ${is}, wanted ${wanted}\n`,
      );
    }
    return wrong === 0 ? 0 : 1;
  } finally {
    for (const namespace of [here, there])
      await client.delete(pods, { namespace, name }, { gracePeriodSeconds: 0 });
    client.close();
  }
}

process.exitCode = await main();
