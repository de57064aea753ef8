import { BlockList, isIP } from "node:net";
import { isAllowed, isPublicAddress, parseAllowedHosts } from "./address.ts";
import type { MayConnect } from "./request.ts";

/** Where clouds answer a machine with its own credentials: allowed to nobody. */
const metadata = new BlockList();
for (const address of ["169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200"]) {
  metadata.addAddress(address, "ipv4");
}
metadata.addAddress("fd00:ec2::254", "ipv6");

const familyOf = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");

/**
 * What an address that a person gave may be connected to: public ones over https, and what the platform lists
 * (`host,host:port,10.0.0.0/8`), over http as well. Throws an Error that names an entry of the list that is none of these.
 */
export function judgeOf(url: URL, list: string): MayConnect {
  const entries = list
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);
  const ranges = new BlockList();
  const hosts: string[] = [];
  for (const entry of entries) {
    const [, network = "", prefix] = /^([\da-f:.]+)\/(\d{1,3})$/i.exec(entry) ?? [];
    const family = isIP(network);
    if (family !== 0 && Number(prefix) <= (family === 4 ? 32 : 128)) {
      ranges.addSubnet(network, Number(prefix), familyOf(network));
    } else hosts.push(entry);
  }
  const host = isAllowed(url, parseAllowedHosts(hosts.join(",")));
  const open = (address: string) =>
    host ||
    ranges.check(address, familyOf(address)) ||
    (url.protocol === "https:" && isPublicAddress(address));
  return (address) => isIP(address) !== 0 && !metadata.check(address, familyOf(address)) && open(address);
}
