import {
  type ExternalCredential,
  organizationExternalSecret,
  organizationSecret,
} from "#lib/domain/clusters/contract/brought.ts";
import {
  credentialAnnotation,
  findDescriptor,
  SHARED_CREDENTIALS_SECRET,
} from "#lib/domain/clusters/contract/credentials.ts";
import { fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import type { Project } from "#lib/domain/clusters/contract/project.ts";
import { aimsOf } from "#lib/domain/credentials/aims.ts";
import type { Settings } from "#lib/domain/credentials/kinds/index.ts";
import { failpoint } from "#lib/infra/failpoints.ts";
import { ownedKeys } from "#lib/infra/kube/managed.ts";
import { type KubeObject, type Resource, secrets } from "#lib/infra/kube/objects.ts";
import type { Deps } from "../deps.ts";
import { differingPaths } from "./compare.ts";
import type { BundleObject } from "./manifests/common.ts";

/** A Secret with its values, in base64 as the API server gives them. They are copied and never looked into. */
export type WholeSecret = KubeObject & { data?: Record<string, string> };
const whole = secrets as Resource<WholeSecret>;

/** Of each project's copy: the versions of source and copy that were last found equal, and for which names. */
export type Copied = { as: string };

/** What is to be written to a Secret with brought credentials: which paths differ, and the call that mends them. */
export type Mending = { paths: string[][]; write: (marked: BundleObject) => Promise<void> };

const DESCRIPTORS = credentialAnnotation("");

/** What mends a Secret with brought credentials; undefined when it is as it should be. @throws KubeError */
export function mendingOf(
  deps: Deps,
  project: Project,
  desired: BundleObject,
  live: BundleObject | undefined,
  copied: Copied,
): Promise<Mending | undefined> {
  return desired.metadata.name === SHARED_CREDENTIALS_SECRET
    ? mendShared(deps, project, desired, live, copied)
    : Promise.resolve(mendExternal(deps, project, desired, live));
}

/**
 * The organization's credentials, copied: values with what they are. All three Secrets (its own, the one that is filled for it,
 * the copy) are read when any is not the version that was last found equal; nothing is read otherwise.
 */
async function mendShared(
  { client, cache, signal }: Deps,
  project: Project,
  desired: BundleObject,
  live: BundleObject | undefined,
  copied: Copied,
): Promise<Mending | undefined> {
  const tenant = project.spec.tenantRef.name;
  const from = [organizationSecret(tenant), organizationExternalSecret(tenant)];
  const names = project.spec.sharedCredentials.map(({ name }) => name);
  const as = (sources: (KubeObject | undefined)[], copy?: KubeObject) =>
    [...sources, copy].map((it) => `${it?.metadata.uid}/${it?.metadata.resourceVersion}`).join(" ") +
    names.join(" ");
  const known = from.map(({ namespace, name }) => cache.sources.store.get(`${namespace}/${name}`));
  if (live && copied.as === as(known, live)) return undefined;

  const [copy, ...sources] = await Promise.all([
    client.get(whole, desired.metadata, { signal }),
    // Most organizations have one of them: what the watch has not seen yet comes by it.
    ...from.map((ref, at) => (known[at] ? client.get(whole, ref, { signal }) : undefined)),
  ]);
  const content = contentOf(names, sources);
  const wanted = withAnnotations(desired, content.annotations);
  const paths = copy ? wrongPaths(wanted, content.data, copy) : [];
  if (copy && paths.length === 0) {
    copied.as = as(sources, copy);
    return undefined;
  }
  failpoint("project.shared.read", project.metadata.name);
  const write = async (marked: BundleObject) => {
    const object = withAnnotations(marked, content.annotations);
    const written = copy
      ? await client.patch<BundleObject>(
          secrets as Resource<BundleObject>,
          copy.metadata,
          patchOf(object, copy, content.data, staleKeys(copy.data, content.data)),
          { fieldManager: fieldManagers.control, metadataOnly: true, signal },
        )
      : await client.create<BundleObject>(
          secrets as Resource<BundleObject>,
          { ...object, ...{ data: content.data } },
          { fieldManager: fieldManagers.control, metadataOnly: true, signal },
        );
    copied.as = as(sources, written);
    cache.wrote(secrets.kind, written);
    failpoint("project.shared.written", project.metadata.name);
  };
  return { paths, write };
}

function mendExternal(
  { client, cache, signal }: Deps,
  project: Project,
  desired: BundleObject,
  live: BundleObject | undefined,
): Mending | undefined {
  const mending = mendFilled(project.spec.externalCredentials, desired, live);
  if (!mending) return undefined;
  const options = { fieldManager: fieldManagers.control, metadataOnly: true, signal };
  const write = async (marked: BundleObject) => {
    const written = live
      ? await client.patch<BundleObject>(
          secrets as Resource<BundleObject>,
          live.metadata,
          mending.patch(marked, live),
          options,
        )
      : await client.create<BundleObject>(secrets as Resource<BundleObject>, marked, options);
    cache.wrote(secrets.kind, written);
  };
  return { paths: mending.paths, write };
}

/**
 * Pure: what mends a Secret that the operator fills, or makes it. What is said of each credential is ours; a value goes that
 * nobody asks for any more, or that was fetched for another address than the one its descriptor is to name.
 */
export function mendFilled(
  credentials: readonly ExternalCredential[],
  desired: BundleObject,
  live: BundleObject | undefined,
) {
  const wanted = new Set(credentials.flatMap(({ data }) => data.map(({ key }) => key)));
  const has = live ? ownedKeys(live.metadata.managedFields) : [];
  const moved = new Set(credentials.flatMap((credential) => movedKeys(credential, live)));
  const stale = has.filter((key) => !wanted.has(key) || moved.has(key));
  const paths = live
    ? [...differingPaths(desired, live), ...staleDescriptors(desired, live).map(pathOfNote)]
    : [];
  if (live && stale.length === 0 && paths.length === 0) return undefined;
  return { paths, patch: (marked: BundleObject, from: KubeObject) => patchOf(marked, from, {}, stale) };
}

/** The keys of a credential whose value was fetched for another address. */
function movedKeys({ name, descriptor, data }: ExternalCredential, live: KubeObject | undefined): string[] {
  const before = findDescriptor(live?.metadata.annotations, name);
  const after = findDescriptor({ [credentialAnnotation(name)]: descriptor }, name);
  if (!before || !after) return [];
  const aims = aimsOf(after.kind, before.settings as Settings, after.settings as Settings);
  return aims.length > 0 ? data.map(({ key }) => key) : [];
}

/** Pure: what of an organization's Secrets a project's copy holds. What they do not have is left out. */
export function contentOf(names: readonly string[], sources: readonly (WholeSecret | undefined)[]) {
  const annotations: Record<string, string> = {};
  const data: Record<string, string> = {};
  for (const name of names) {
    const source = sources.find((it) => findDescriptor(it?.metadata.annotations, name));
    const descriptor = findDescriptor(source?.metadata.annotations, name);
    if (!descriptor) continue;
    const note = credentialAnnotation(name);
    annotations[note] = source!.metadata.annotations![note]!;
    for (const key of Object.values(descriptor.keys)) {
      const value = source?.data?.[key];
      if (value !== undefined) data[key] = value;
    }
  }
  return { annotations, data };
}

/** Pure: where a copy is not as it should be. */
export function wrongPaths(
  wanted: BundleObject,
  data: Record<string, string>,
  copy: WholeSecret,
): string[][] {
  const keys = new Set([...Object.keys(data), ...Object.keys(copy.data ?? {})]);
  return [
    ...differingPaths(wanted, copy as BundleObject),
    ...staleDescriptors(wanted, copy).map(pathOfNote),
    ...[...keys].filter((key) => data[key] !== copy.data?.[key]).map((key) => ["data", key]),
  ];
}

const pathOfNote = (note: string): string[] => ["metadata", "annotations", note];

/** Descriptors of credentials that are no longer there. */
const staleDescriptors = (wanted: KubeObject, live: KubeObject): string[] =>
  Object.keys(live.metadata.annotations ?? {}).filter(
    (note) => note.startsWith(DESCRIPTORS) && !(note in (wanted.metadata.annotations ?? {})),
  );

const staleKeys = (live: Record<string, string> = {}, wanted: Record<string, string>): string[] =>
  Object.keys(live).filter((key) => !(key in wanted));

const withAnnotations = (object: BundleObject, more: Record<string, string>): BundleObject => ({
  ...object,
  metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...more } },
});

/** A merge patch that makes metadata and `data` as wanted, and takes `stale` keys and descriptors out. */
const patchOf = (wanted: BundleObject, live: KubeObject, data: Record<string, string>, stale: string[]) => ({
  metadata: {
    uid: live.metadata.uid,
    labels: wanted.metadata.labels,
    annotations: {
      ...Object.fromEntries(staleDescriptors(wanted, live).map((note) => [note, null])),
      ...wanted.metadata.annotations,
    },
  },
  data: { ...data, ...Object.fromEntries(stale.map((key) => [key, null])) },
});
