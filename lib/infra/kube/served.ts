import type { KubeClient } from "./client.ts";
import { KubeError } from "./errors.ts";
import type { Resource } from "./objects.ts";

/** Whether the API server serves a kind. @throws KubeError when it does not say */
export async function isServed(
  client: KubeClient,
  { apiVersion, plural }: Resource<unknown>,
): Promise<boolean> {
  try {
    const options = { idempotent: true };
    const { resources } = await client.request<{ resources: { name: string }[] }>(
      "GET",
      `/apis/${apiVersion}`,
      options,
    );
    return resources.some(({ name }) => name === plural);
  } catch (error) {
    if (error instanceof KubeError && error.code === 404) return false;
    throw error;
  }
}
