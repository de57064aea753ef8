import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { KubeError } from "#lib/infra/kube/errors.ts";
import { kindOf } from "#lib/infra/kube/objects.ts";
import { kube } from "#lib/infra/kube/process.ts";

const secrets = kindOf("v1", "Secret", "secrets");
const name = "project-credentials";

/**
 * Writes one key of a project's Secret, or takes it out (`value` null), as the web's own service account. The API
 * server's answer is asked for without the Secret's content.
 */
export async function writeSecretKey(namespace: string, key: string, value: string | null): Promise<Outcome> {
  const data = { [key]: value === null ? null : Buffer.from(value, "utf8").toString("base64") };
  try {
    await kube().patch(
      secrets,
      { name, namespace },
      { data },
      { fieldManager: "portico-web", metadataOnly: true },
    );
    return done();
  } catch (error) {
    if (!(error instanceof KubeError)) throw error;
    // Without the namespace, or before its rights stand, the answer is 404 or 403: it is still being provisioned.
    if (error.code === 404 || error.code === 403) return refused("namespace_not_ready");
    return error.transient
      ? refused("cluster_unavailable")
      : refused("cluster_refused", { values: { words: error.message } });
  }
}
