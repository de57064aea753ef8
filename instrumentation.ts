/** Runs once when the web program starts: a wrong environment ends it here, with one line, and not at somebody's first click. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { webEnv } = await import("#lib/infra/env/index.ts");
  const { readOwnAddresses } = await import("#lib/infra/http/address.ts");
  const { readTraceAsOptions } = await import("#lib/infra/http/methods.ts");
  const { loadKubeConfig } = await import("#lib/infra/kube/config.ts");
  try {
    webEnv();
    loadKubeConfig();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(2);
  }
  readTraceAsOptions();
  if (webEnv().PORTICO_PROXY_HOPS === 0) readOwnAddresses();
}
