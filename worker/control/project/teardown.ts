import { FINALIZER, fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import { type Project, type ProjectStatus, projectResource } from "#lib/domain/clusters/contract/project.ts";
import { failpoint } from "#lib/infra/failpoints.ts";
import { type Namespace, namespaces } from "#lib/infra/kube/objects.ts";
import type { Outcome } from "#lib/infra/kube/queue.ts";
import { stampConditions } from "../conditions.ts";
import type { Deps } from "../deps.ts";
import { writeStatus } from "../status-writer.ts";
import { isOurs } from "./namespace.ts";
import { itemKey } from "./progress.ts";

/**
 * Takes a deleted project down to the end: its namespace (only the one that is recorded as its own), then the finalizer. The
 * namespace's end is awaited by the watch. Idempotent.
 */
export async function teardown(deps: Deps, project: Project): Promise<Outcome | undefined> {
  const { client, cache, signal } = deps;
  if (!project.metadata.finalizers.includes(FINALIZER)) return undefined;
  const name = project.spec.namespace;
  const cached = cache.namespaces.store.get(name);
  const namespace = cached ?? (await client.get(namespaces, { name }, { signal }));
  if (!namespace || !isOurs(namespace, project, project.status?.namespaceUID)) {
    await removeFinalizer(deps, project);
    return undefined;
  }
  if (!namespace.metadata.deletionTimestamp) {
    await client.delete(namespaces, { name }, { uid: namespace.metadata.uid, signal });
    failpoint("project.after.teardown", project.metadata.name);
  }
  await writeStatus(
    client,
    cache.projects,
    projectResource,
    project,
    deletingStatus(deps, project, namespace),
    signal,
  );
  // Without our label the watch would not tell of its end.
  return cached ? undefined : { againMs: 2000 };
}

async function removeFinalizer({ client, signal, log }: Deps, project: Project): Promise<void> {
  const { name, resourceVersion, finalizers } = project.metadata;
  const metadata = { resourceVersion, finalizers: finalizers.filter((finalizer) => finalizer !== FINALIZER) };
  await client.patch(
    projectResource,
    { name },
    { metadata },
    { fieldManager: fieldManagers.control, signal },
  );
  log.info({ project: name }, "project is gone");
}

/** What is still there, and what the API server says about it. */
function deletingStatus({ cache }: Deps, project: Project, namespace: Namespace): ProjectStatus {
  const present = new Set(
    [
      ...Object.values(cache.bundle).flatMap(({ store }) => store.by("namespace", project.spec.namespace)),
      ...cache.broughtSecrets(project.spec.namespace),
    ].map(itemKey),
  );
  present.add(`Namespace/${project.spec.namespace}`);
  const objects = (project.status?.objects ?? []).filter(({ kind, name }) => present.has(`${kind}/${name}`));
  const said = (namespace.status?.conditions ?? [])
    .filter((condition) => condition.status === "True" && condition.message)
    .map((condition) => condition.message);
  const message = [`Deleting the namespace ${project.spec.namespace} and all that is in it.`, ...said].join(
    " ",
  );
  const generation = project.metadata.generation;
  const now = new Date().toISOString();
  const previous = project.status?.conditions ?? [];
  return {
    phase: "Deleting",
    message: message.slice(0, 4096),
    namespaceUID: namespace.metadata.uid,
    objects,
    drift: project.status?.drift ?? [],
    timings: project.status?.timings ?? {},
    conditions: [
      ...stampConditions(
        [{ type: "Ready", status: "False", reason: "Deleting", message }],
        previous,
        generation,
        now,
      ),
      ...previous.filter((condition) => condition.type !== "Ready"),
    ],
    observedGeneration: generation,
  };
}
