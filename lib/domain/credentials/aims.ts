import { isCredentialKind, kindOf, type Settings } from "./kinds/index.ts";

/** Whether a setting says where a value is sent, or how one knows the other end. What its kind does not know does. */
const aims = (kind: string, name: string): boolean =>
  (isCredentialKind(kind) ? kindOf(kind).fields[name]?.aim : undefined) ?? true;

const addressOf = (value: string | boolean | undefined): URL | undefined => {
  const url = typeof value === "string" ? URL.parse(value) : null;
  return url && url.origin !== "null" ? url : undefined;
};

/** Whether an address is the other one with more of a path: what is below belongs to whoever has the path above. */
function isBelow(url: URL | undefined, other: URL): boolean {
  if (!url || url.origin !== other.origin) return false;
  const [path, above] = [url, other].map(({ pathname }) =>
    pathname.endsWith("/") ? pathname : `${pathname}/`,
  );
  const rest = ({ username, password, search }: URL) => [username, password, search].join(" ");
  // Whatever a server may take for a way up again is none: an encoded slash, a dot beside a semicolon.
  const below =
    path!.startsWith(above!) && /^[-\w./~:@]*$/.test(path!.slice(above!.length)) && !path!.includes("..");
  return below && rest(url) === rest(other);
}

/**
 * The settings that may only change together with the value: with another address, or without a look at its certificate, a
 * test would carry a value that nobody can read to somebody who can. On many hosts the path says whose the other end is, so one
 * may only grow below what it was.
 */
export const aimsOf = (kind: string, before: Settings, after: Settings): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => {
    const [was, is] = [before[name], after[name]];
    if (was === is || !aims(kind, name)) return false;
    const address = addressOf(was);
    return address === undefined || !isBelow(addressOf(is), address);
  });

/** Whether a setting changes with the value alone, whatever it is to be; an address may get more of a path. */
export const isAim = (kind: string, name: string, value: string | boolean | undefined): boolean =>
  aims(kind, name) && addressOf(value) === undefined;
