import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { webEnv } from "#lib/infra/env/index.ts";

/**
 * The address that a request came from. Each proxy in front appends who it heard from, so it is read from the right, past
 * our own (`PORTICO_PROXY_HOPS`); what stands further left anybody can have written. Null when nothing there is an address.
 */
export function clientAddress(headers: Headers): string | null {
  const heard = (headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  const address = heard.at(-Math.max(1, webEnv().PORTICO_PROXY_HOPS)) ?? "";
  return isIP(address) ? address : null;
}

/**
 * Has every request say the address of its own connection, whatever its sender wrote: for a program without a proxy in front,
 * where nobody else could know.
 */
export function readOwnAddresses(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const address = request.socket.remoteAddress?.replace(/^::ffff:(?=[\d.]+$)/, "");
    if (address) request.headers["x-forwarded-for"] = address;
    else delete request.headers["x-forwarded-for"];
  });
}

/** Who shares a limit: an address of IPv4, the /64 of one of IPv6, of which every connection has as many as it likes. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  // As URLs write it: lower case, without leading zeros, the longest run of zeros as "::".
  const plain = new URL(`http://[${address.split("%")[0]}]`).hostname.slice(1, -1);
  const [head = "", tail] = plain.split("::");
  const [before, after] = [head.split(":").filter(Boolean), (tail ?? "").split(":").filter(Boolean)];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: zeros }, () => "0"), ...after];
  return `${groups.slice(0, 4).join(":")}::/64`;
}
