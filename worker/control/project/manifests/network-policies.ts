import type { Gateway, Project } from "#lib/domain/clusters/contract/project.ts";
import { networkPolicies } from "#lib/infra/kube/objects.ts";
import type { ControlConfig } from "../../config.ts";
import { type BundleObject, head } from "./common.ts";

/** Never reached over "the internet": private, shared, loopback, link-local (metadata), multicast, reserved. */
const CLOSED_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
/** The same, with the ways of writing a private IPv4 address as an IPv6 one. */
const CLOSED_V6 = [
  "::/96",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "2002::/16",
  "fc00::/7",
  "fe80::/10",
  "ff00::/8",
];

const inNamespace = (name: string) => ({ matchLabels: { "kubernetes.io/metadata.name": name } });
const tcp = (port: number) => ({ protocol: "TCP", port });
const udp = (port: number) => ({ protocol: "UDP", port });

function policy(project: Project, name: string, spec: Record<string, unknown>): BundleObject {
  return { ...head(project, networkPolicies, name), spec: { podSelector: {}, ...spec } };
}

const egressOnly = (egress: unknown[]) => ({ policyTypes: ["Egress"], egress });

/** Everything closed, in and out; each other policy opens one thing. */
function defaultDeny(project: Project): BundleObject {
  // The empty lists are owned on purpose: a rule that somebody adds is then ours to remove.
  return policy(project, "default-deny", { policyTypes: ["Ingress", "Egress"], ingress: [], egress: [] });
}

function allowDns(project: Project, { dns }: ControlConfig): BundleObject {
  const to = [{ namespaceSelector: inNamespace(dns.namespace), podSelector: { matchLabels: dns.podLabels } }];
  return policy(
    project,
    "allow-dns",
    egressOnly([{ to, ports: dns.ports.flatMap((p) => [udp(p), tcp(p)]) }]),
  );
}

function allowGateways(project: Project): BundleObject {
  const rule = ({ cidr, namespace, ports }: Gateway) => ({
    to: [cidr ? { ipBlock: { cidr } } : { namespaceSelector: inNamespace(namespace!) }],
    ports: ports.map(tcp),
  });
  return policy(project, "allow-gateways", egressOnly(project.spec.egress.gateways.map(rule)));
}

function allowInternet(project: Project): BundleObject {
  const to = [
    { ipBlock: { cidr: "0.0.0.0/0", except: CLOSED_V4 } },
    { ipBlock: { cidr: "::/0", except: CLOSED_V6 } },
  ];
  return policy(project, "allow-internet", egressOnly([{ to }]));
}

/** The namespace's network policies: deny all, then DNS, the configured gateways, and the open internet where allowed. */
export function networkPolicyManifests(project: Project, config: ControlConfig): BundleObject[] {
  const { mode, gateways } = project.spec.egress;
  return [
    defaultDeny(project),
    allowDns(project, config),
    ...(mode !== "none" && gateways.length > 0 ? [allowGateways(project)] : []),
    ...(mode === "internet" ? [allowInternet(project)] : []),
  ];
}
