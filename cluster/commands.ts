import { join } from "node:path";
import type { Part, Ports } from "./layout.ts";

/** What a session's container is played by: a command for every image of this name, whatever its tag. */
export interface Runner {
  command: string[];
  imagePrefix: string;
}

export interface CommandOptions {
  dataDir: string;
  ports: Ports;
  runner?: Runner;
  /** How many nodes kwok plays. */
  kwokNodes: number;
  /** Capacity of the node local-1 as Kubernetes quantities. */
  local: { cpu: string; memory: string; pods: string };
  extraArgs?: Partial<Record<Part, string[]>>;
}

export const localNode = "local-1";
export const playedNodes = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `kwok-${i + 1}`);
export const apiUrl = (ports: Ports): string => `https://127.0.0.1:${ports.apiserver}`;

/** The arguments of a part, its name first. Every argument list holds the data directory, by which `stop` knows it. */
export function partArgs(part: Part, o: CommandOptions): string[] {
  return [part, ...argsOf[part](o)];
}

const argsOf: Record<Part, (o: CommandOptions) => string[]> = {
  etcd: ({ dataDir, ports, extraArgs }) => {
    const client = `https://127.0.0.1:${ports.etcd}`;
    const peer = `https://127.0.0.1:${ports.etcdPeer}`;
    const pki = (file: string) => join(dataDir, "pki", file);
    return flags(
      {
        name: "portico",
        "data-dir": join(dataDir, "etcd"),
        "listen-client-urls": client,
        "advertise-client-urls": client,
        "listen-peer-urls": peer,
        "initial-advertise-peer-urls": peer,
        "initial-cluster": `portico=${peer}`,
        // Other users of the machine can reach loopback: nothing is answered without our certificate.
        "client-cert-auth": true,
        "trusted-ca-file": pki("etcd-ca.crt"),
        "cert-file": pki("etcd.crt"),
        "key-file": pki("etcd.key"),
        "peer-client-cert-auth": true,
        "peer-trusted-ca-file": pki("etcd-ca.crt"),
        "peer-cert-file": pki("etcd.crt"),
        "peer-key-file": pki("etcd.key"),
        // Data that a power failure may take; in exchange writes cost no disk flush.
        "unsafe-no-fsync": true,
        "auto-compaction-mode": "periodic",
        "auto-compaction-retention": "30m",
        "snapshot-count": "5000",
        "log-level": "warn",
      },
      extraArgs?.etcd,
    );
  },

  "kube-apiserver": ({ dataDir, ports, extraArgs }) => {
    const pki = (file: string) => join(dataDir, "pki", file);
    return flags(
      {
        "etcd-servers": `https://127.0.0.1:${ports.etcd}`,
        "etcd-cafile": pki("etcd-ca.crt"),
        "etcd-certfile": pki("etcd-client.crt"),
        "etcd-keyfile": pki("etcd-client.key"),
        "bind-address": "127.0.0.1",
        "advertise-address": "127.0.0.1",
        "secure-port": String(ports.apiserver),
        // The `kubernetes` service cannot have a loopback address as its endpoint.
        "endpoint-reconciler-type": "none",
        "tls-cert-file": pki("apiserver.crt"),
        "tls-private-key-file": pki("apiserver.key"),
        "client-ca-file": pki("ca.crt"),
        "kubelet-certificate-authority": pki("ca.crt"),
        "kubelet-client-certificate": pki("apiserver-kubelet-client.crt"),
        "kubelet-client-key": pki("apiserver-kubelet-client.key"),
        "kubelet-preferred-address-types": "InternalIP",
        "service-account-issuer": "https://kubernetes.default.svc",
        "service-account-key-file": pki("sa.pub"),
        "service-account-signing-key-file": pki("sa.key"),
        "service-cluster-ip-range": "10.0.0.0/24",
        "authorization-mode": "Node,RBAC",
        "enable-admission-plugins": "NodeRestriction",
        "max-requests-inflight": "800",
        "max-mutating-requests-inflight": "400",
        "watch-cache-sizes": "events#0",
        "shutdown-delay-duration": "0s",
        profiling: false,
      },
      extraArgs?.["kube-apiserver"],
    );
  },

  "kube-controller-manager": ({ dataDir, ports, extraArgs }) => {
    const pki = (file: string) => join(dataDir, "pki", file);
    return flags(
      {
        ...componentFlags(dataDir, "kube-controller-manager", ports.controllerManager),
        "root-ca-file": pki("ca.crt"),
        "service-account-private-key-file": pki("sa.key"),
        // Each controller acts as itself, with the rights RBAC has for it.
        "use-service-account-credentials": true,
        "cluster-signing-cert-file": pki("ca.crt"),
        "cluster-signing-key-file": pki("ca.key"),
        controllers:
          "*,-node-ipam-controller,-persistentvolume-attach-detach-controller,-horizontal-pod-autoscaler-controller",
        "concurrent-namespace-syncs": "20",
      },
      extraArgs?.["kube-controller-manager"],
    );
  },

  "kube-scheduler": ({ dataDir, ports, extraArgs }) =>
    flags(componentFlags(dataDir, "kube-scheduler", ports.scheduler), extraArgs?.["kube-scheduler"]),

  kwok: ({ dataDir, kwokNodes, extraArgs }) =>
    flags(
      {
        kubeconfig: join(dataDir, "pki", "kwok.kubeconfig"),
        dir: join(dataDir, "kwok"),
        nodes: String(kwokNodes),
      },
      extraArgs?.kwok,
    ),

  "local-kubelet": ({ dataDir, ports, runner, local, extraArgs }) => [
    ...flags(
      {
        kubeconfig: join(dataDir, "pki", "local-kubelet.kubeconfig"),
        root: join(dataDir, "kubelet"),
        "node-name": localNode,
        port: String(ports.kubelet),
        "tls-cert-file": join(dataDir, "pki", "kubelet-serving.crt"),
        "tls-private-key-file": join(dataDir, "pki", "kubelet-serving.key"),
        "client-ca-file": join(dataDir, "pki", "ca.crt"),
        ...(runner ? { "image-prefix": runner.imagePrefix } : {}),
        ...local,
      },
      extraArgs?.["local-kubelet"],
    ),
    ...(runner ? ["--", ...runner.command] : []),
  ],
};

/** What the controller manager and the scheduler have in common. */
function componentFlags(dataDir: string, name: string, port: number): Record<string, string | boolean> {
  return {
    kubeconfig: join(dataDir, "pki", `${name}.kubeconfig`),
    "bind-address": "127.0.0.1",
    "secure-port": String(port),
    "tls-cert-file": join(dataDir, "pki", "part-serving.crt"),
    "tls-private-key-file": join(dataDir, "pki", "part-serving.key"),
    // There is one of each: an election would only make a restart wait for the old lease.
    "leader-elect": false,
    // A client's default of 20 calls a second is meant for a shared server; here it would only slow tests.
    "kube-api-qps": "300",
    "kube-api-burst": "600",
    profiling: false,
  };
}

const flags = (values: Record<string, string | boolean>, extra: string[] = []): string[] => [
  ...Object.entries(values).map(([name, value]) => `--${name}=${value}`),
  ...extra,
];

export const healthUrls = (ports: Ports): Partial<Record<Part, string>> => ({
  "kube-apiserver": `${apiUrl(ports)}/readyz`,
  "kube-controller-manager": `https://127.0.0.1:${ports.controllerManager}/healthz`,
  "kube-scheduler": `https://127.0.0.1:${ports.scheduler}/healthz`,
});
