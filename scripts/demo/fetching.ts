import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import { externalSecretsOperator, operatorCommand, operatorRights } from "#cluster/external-secrets.ts";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { type KubeObject, kindOf } from "#lib/infra/kube/objects.ts";
import { installObjects, mintKubeconfig } from "#scripts/install-cluster.ts";
import type { Children } from "./children.ts";
import { demoDir } from "./state.ts";

/** The store that projects of the demo may refer to: its values stand in it, in the operator's own provider `fake`. */
export const demoStore = { name: "vault", prefix: "portico/{organization}/" };
const values = { "portico/northmoor/jira": "jira-demo-token", "portico/halden/jira": "jira-demo-token" };

const stores = kindOf("external-secrets.io/v1", "ClusterSecretStore", "clustersecretstores", false);

/**
 * Starts the real External Secrets Operator with its store. Where there is no way to have it the demo does without, and the
 * console says why. A cluster of one's own is left as it is.
 */
export async function startFetching(options: {
  children: Children;
  config: KubeConfig;
  /** Ends what is under way. */
  signal: AbortSignal;
  log: (line: string) => void;
}): Promise<void> {
  if (process.env.PORTICO_KUBECONFIG) return;
  const { children, config, signal, log } = options;
  const admin = new KubeClient(config);
  try {
    const operator = await externalSecretsOperator({ log, signal });
    if (signal.aborted) return;
    await installObjects(admin, [...operator.definitions, ...operatorRights()] as KubeObject[]);
    const data = Object.entries(values).map(([key, value]) => ({ key, value }));
    const { apiVersion, kind } = stores;
    const spec = { provider: { fake: { data } } };
    await admin.apply(
      stores,
      { apiVersion, kind, metadata: { name: demoStore.name }, ...{ spec } },
      { fieldManager: "portico-demo" },
    );
    const kubeconfig = join(demoDir, "kube", "external-secrets");
    const account = "external-secrets";
    await writeFile(kubeconfig, await mintKubeconfig(admin, account, 30 * 24 * 3600, account), {
      mode: 0o600,
    });
    if (signal.aborted) return;
    const { command, args, env } = operatorCommand(operator, kubeconfig);
    children.start("fetching", args, env, command);
    log("External Secrets Operator runs; its store is called vault.");
  } catch (error) {
    if (!signal.aborted)
      log(
        `No credential is fetched: ${error instanceof Error ? error.message : error} The demo goes on without.`,
      );
  } finally {
    admin.close();
  }
}
