import { isIP } from "node:net";
import { webEnv } from "#lib/infra/env/index.ts";

/**
 * The address that a request came from. Each proxy in front appends who it heard from, so it is read from the right, past
 * our own (`PORTICO_PROXY_HOPS`); what stands further left anybody can have written. Null when nothing there is an address.
 */
export function clientAddress(headers: Headers): string | null {
  const heard = (headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
  const address = heard.at(-webEnv().PORTICO_PROXY_HOPS) ?? "";
  return isIP(address) ? address : null;
}
