import { Resolver } from "node:dns/promises";

/** Why there is no answer: the name has no such record, or nobody could be asked. */
type DnsAnswer = { ok: true; texts: string[] } | { ok: false; cause: "none" | "unreachable" };

/**
 * The TXT records of a name, each as one text, within five seconds.
 * @param servers the resolvers to ask (`address` or `address:port`); none: those of the machine
 */
export async function lookUpTexts(name: string, servers: readonly string[]): Promise<DnsAnswer> {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  const late = setTimeout(() => resolver.cancel(), 5_000);
  try {
    return { ok: true, texts: (await resolver.resolveTxt(name)).map((parts) => parts.join("")) };
  } catch (error) {
    const code = (error as { code?: string }).code;
    return { ok: false, cause: code === "ENOTFOUND" || code === "ENODATA" ? "none" : "unreachable" };
  } finally {
    clearTimeout(late);
  }
}
