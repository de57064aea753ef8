import { BlockList, isIP } from "node:net";

/** What IANA lists as not globally reachable, with multicast and what is reserved. */
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
] as const)
  closed.addSubnet(network, prefix, "ipv4");
// IETF protocols and Teredo, documentation twice, 6to4, the former 6bone.
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3ffe::", 16],
  ["3fff::", 20],
] as const)
  closed.addSubnet(network, prefix, "ipv6");

/** Everything outside is not public: loopback, link-local, unique local, multicast, mapped, compatible, NAT64. */
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");

/** Where clouds answer a machine with its own credentials: AWS and most others, its IPv6, Azure's wire server, Alibaba. */
const metadata = new BlockList();
for (const address of ["169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200"])
  metadata.addAddress(address, "ipv4");
metadata.addAddress("fd00:ec2::254", "ipv6");
// The first of them as a network that translates to IPv4 has it.
metadata.addAddress("64:ff9b::a9fe:a9fe", "ipv6");

const familyOf = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** Is this where a cloud's metadata is? A mapped address is the one it maps. Allowed to nobody. */
export const isMetadata = (address: string): boolean => metadata.check(address, familyOf(address));

/** Is this an address of the open internet? `address` is IPv4, or IPv6 without brackets; anything else is not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0 || isMetadata(address)) return false;
  if (family === 4) return !closed.check(address, "ipv4");
  return global6.check(address, "ipv6") && !closed.check(address, "ipv6");
}

/** What a platform allows beside the open internet: a host, on one port or on all, or a range of addresses. */
export type Allowed = { hostname: string; port: string | null } | { range: BlockList };

/**
 * Parses `host,host:port,[address]:port,10.0.0.0/8`, IPv6 with a port in brackets as in an address. Throws an Error that
 * names the entry that is none of these.
 */
export function parseAllowed(list: string): Allowed[] {
  const entries = list.split(",").map((entry) => entry.trim());
  return entries.filter(Boolean).map((entry) => {
    const [, network = "", prefix] = /^([\da-f:.]+)\/(\d{1,3})$/i.exec(entry) ?? [];
    const family = isIP(network);
    if (family !== 0 && Number(prefix) <= (family === 4 ? 32 : 128)) {
      const range = new BlockList();
      range.addSubnet(network, Number(prefix), familyOf(network));
      return { range };
    }
    const [, host, port] = /^(\[[\da-f:.]+\]|[^\s:/?#@[\]\\]+)(?::(\d{1,5}))?$/i.exec(entry) ?? [];
    // The URL parser writes a host here as it does in the address that is compared.
    const url = host ? URL.parse(`http://${host}:${port ?? 80}`) : null;
    if (!url) throw new Error(`"${entry}" is not a host, host:port or range of addresses`);
    return { hostname: url.hostname, port: port === undefined ? null : String(Number(port)) };
  });
}

/** Did the platform allow what this address names, whatever it resolves to? */
export function isAllowedHost(url: URL, allowed: readonly Allowed[]): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return allowed.some(
    (one) => "hostname" in one && one.hostname === url.hostname && (one.port === null || one.port === port),
  );
}

/** Is this in one of the ranges that the platform allowed? */
export const isAllowedAddress = (address: string, allowed: readonly Allowed[]): boolean =>
  allowed.some((one) => "range" in one && one.range.check(address, familyOf(address)));
