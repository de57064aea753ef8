import { readFile } from "node:fs/promises";
import { Agent, request } from "node:https";
import { parse } from "yaml";
import { apiUrl, healthUrls, localNode, playedNodes } from "./commands.ts";
import { kubeconfigPath, type Part, type Ports } from "./layout.ts";

interface Kubeconfig {
  clusters: { cluster: { "certificate-authority-data": string } }[];
  users: { user: { "client-certificate-data": string; "client-key-data": string } }[];
}

interface Node {
  spec: { taints?: { key: string }[] };
  status: { conditions?: { type: string; status: string }[] };
}

interface Lease {
  spec: { renewTime?: string };
}

interface Answer {
  status: number;
  body: string;
}

/** Asks the parts of a cluster how they are, as its administrator. Close it when done. */
export class Health {
  #agent: Agent;
  #ports: Ports;
  #kwokNodes: number;

  private constructor(agent: Agent, ports: Ports, kwokNodes: number) {
    this.#agent = agent;
    this.#ports = ports;
    this.#kwokNodes = kwokNodes;
  }

  static async open(dataDir: string, ports: Ports, kwokNodes: number): Promise<Health> {
    const config = parse(await readFile(kubeconfigPath(dataDir), "utf8")) as Kubeconfig;
    const cluster = config.clusters[0]?.cluster;
    const user = config.users[0]?.user;
    if (!cluster || !user) throw new Error(`${kubeconfigPath(dataDir)} is not a kubeconfig.`);
    const decode = (text: string) => Buffer.from(text, "base64");
    const agent = new Agent({
      ca: decode(cluster["certificate-authority-data"]),
      cert: decode(user["client-certificate-data"]),
      key: decode(user["client-key-data"]),
      keepAlive: true,
    });
    return new Health(agent, ports, kwokNodes);
  }

  close(): void {
    this.#agent.destroy();
  }

  /**
   * Whether a part that was started at `since` (milliseconds of the clock) does its work: it answers or, for the two
   * that play nodes, their nodes are of use.
   */
  async isWell(part: Part, since: number): Promise<boolean> {
    if (part === "kwok") return this.#nodesAreWell(playedNodes(this.#kwokNodes), since);
    if (part === "local-kubelet") return this.#nodesAreWell([localNode], since);
    if (part === "etcd") return (await this.#get(`${apiUrl(this.#ports)}/readyz/etcd`)).status === 200;
    const url = healthUrls(this.#ports)[part];
    if (!url || (await this.#get(url)).status !== 200) return false;
    // The controllers have begun once the namespace that is always there has its service account.
    return (
      part !== "kube-controller-manager" ||
      (await this.#get(`${apiUrl(this.#ports)}/api/v1/namespaces/default/serviceaccounts/default`)).status ===
        200
    );
  }

  async #nodesAreWell(names: string[], since: number): Promise<boolean> {
    for (const name of names) {
      const node = await this.#read<Node>(`/api/v1/nodes/${name}`);
      // A node is of use once the controllers have lifted the taint every node is born with.
      const schedulable = !node?.spec.taints?.some((taint) => taint.key === "node.kubernetes.io/not-ready");
      const ready = node?.status.conditions?.some((c) => c.type === "Ready" && c.status === "True");
      if (!ready || !schedulable) return false;
      // Ready may be left over from the last run; the lease says who is there now.
      const lease = await this.#read<Lease>(
        `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`,
      );
      if (!(Date.parse(lease?.spec.renewTime ?? "") >= since)) return false;
    }
    return true;
  }

  async #read<T>(path: string): Promise<T | undefined> {
    const answer = await this.#get(apiUrl(this.#ports) + path);
    return answer.status === 200 ? (JSON.parse(answer.body) as T) : undefined;
  }

  /** A part that does not answer counts as status 0. */
  #get(url: string): Promise<Answer> {
    return new Promise((resolve) => {
      const silent = () => resolve({ status: 0, body: "" });
      const call = request(url, { agent: this.#agent, timeout: 2_000 }, (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (text: string) => {
          body += text;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
        response.on("error", silent);
      });
      call.on("timeout", () => call.destroy());
      call.on("error", silent);
      call.end();
    });
  }
}
