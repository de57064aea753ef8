import { BlockList, isIP } from "node:net";

/** What IANA lists as not globally reachable, with multicast and what is reserved; and addresses of cloud metadata. */
const closed = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  // Azure's metadata, in the midst of public addresses.
  ["168.63.129.16", 32],
] as const) {
  closed.addSubnet(network, prefix, "ipv4");
}
// IETF protocols and Teredo, documentation twice, 6to4, the former 6bone.
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3ffe::", 16],
  ["3fff::", 20],
] as const) {
  closed.addSubnet(network, prefix, "ipv6");
}

/** Everything outside is not public: loopback, link-local, unique local, multicast, mapped, compatible, NAT64. */
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");

/** Is this an address of the open internet? `address` is IPv4 or IPv6 without brackets; anything else is not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, "ipv4");
  return family === 6 && global6.check(address, "ipv6") && !closed.check(address, "ipv6");
}

/** A host that the platform allows beside public ones; without a port it is allowed on every port. */
export type AllowedHost = { hostname: string; port: string | null };

/**
 * Parses `host,host:port,[address]:port`, written as in an address (IPv6 in brackets). Throws an Error that names
 * the entry that is neither.
 */
export function parseAllowedHosts(list: string): AllowedHost[] {
  const entries = list.split(",").map((entry) => entry.trim());
  return entries.filter(Boolean).map((entry) => {
    const [, host, port] = /^(\[[\da-f:.]+\]|[^\s:/?#@[\]\\]+)(?::(\d{1,5}))?$/i.exec(entry) ?? [];
    // The URL parser writes a host here as it does in the address that is compared.
    const url = `http://${host}:${port ?? 80}`;
    if (!host || !URL.canParse(url)) throw new Error(`"${entry}" is neither a host nor host:port`);
    return { hostname: new URL(url).hostname, port: port === undefined ? null : String(Number(port)) };
  });
}

/** Did the platform allow this address's host and port? */
export function isAllowed(url: URL, allowed: readonly AllowedHost[]): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return allowed.some((one) => one.hostname === url.hostname && (one.port === null || one.port === port));
}
