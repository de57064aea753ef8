import { isIP } from "node:net";

/** Why a text is no network: it cannot be read as one, or bits are set beyond its length, so that it is not clear which is meant. */
export type NetworkFault = "key_address_form" | "key_address_bits";

const bitsOf = { 4: 32, 6: 128 } as const;

/**
 * A network as it is kept, of `10.0.0.0/8`, `2001:db8::/32` or one address alone, which is kept without a length.
 * IPv6 is written in its shortest form; zones (`%eth0`) and IPv4 inside IPv6 (`::ffff:10.0.0.1`) are none.
 */
export function readNetwork(text: string): { network: string } | { fault: NetworkFault } {
  const [address = "", length, ...more] = text.trim().split("/");
  const family = isIP(address);
  const unreadable = { fault: "key_address_form" } as const;
  if ((family !== 4 && family !== 6) || more.length > 0 || address.includes("%")) return unreadable;
  const most = bitsOf[family];
  if (length !== undefined && !/^(0|[1-9]\d{0,2})$/.test(length)) return unreadable;
  const bits = length === undefined ? most : Number(length);
  if (bits > most) return unreadable;
  const plain = family === 6 ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
  if (plain.startsWith("::ffff:")) return unreadable;
  const value = family === 4 ? valueOf4(plain) : valueOf6(plain);
  if (value & ((1n << BigInt(most - bits)) - 1n)) return { fault: "key_address_bits" };
  return { network: bits === most ? plain : `${plain}/${bits}` };
}

const joined = (parts: readonly number[], bits: bigint): bigint =>
  parts.reduce((sum, part) => (sum << bits) | BigInt(part), 0n);

const valueOf4 = (address: string): bigint => joined(address.split(".").map(Number), 8n);

function valueOf6(address: string): bigint {
  const [before = "", after] = address.split("::");
  const groups = (text: string) => text.split(":").filter(Boolean);
  const [head, tail] = [groups(before), groups(after ?? "")];
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return joined(
    [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16)),
    16n,
  );
}
