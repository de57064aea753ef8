import { organizationSecret } from "#lib/domain/clusters/contract/brought.ts";
import {
  credentialAnnotation,
  findDescriptor,
  SHARED_CREDENTIALS_SECRET,
} from "#lib/domain/clusters/contract/credentials.ts";
import { fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import type { Project } from "#lib/domain/clusters/contract/project.ts";
import { failpoint } from "#lib/infra/failpoints.ts";
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
 * The organization's credentials, copied: values with what they are. Both Secrets are read when either is not the version
 * that was last found equal; nothing is read otherwise.
 */
async function mendShared(
  { client, cache, signal }: Deps,
  project: Project,
  desired: BundleObject,
  live: BundleObject | undefined,
  copied: Copied,
): Promise<Mending | undefined> {
  const from = organizationSecret(project.spec.tenantRef.name);
  const names = project.spec.sharedCredentials.map(({ name }) => name);
  const as = (source?: KubeObject, copy?: KubeObject) =>
    [source, copy].map((it) => `${it?.metadata.uid}/${it?.metadata.resourceVersion}`).join(" ") +
    names.join(" ");
  if (live && copied.as === as(cache.sources.store.get(`${from.namespace}/${from.name}`), live))
    return undefined;

  const [source, copy] = await Promise.all([
    client.get(whole, from, { signal }),
    client.get(whole, desired.metadata, { signal }),
  ]);
  const content = contentOf(names, source);
  const wanted = withAnnotations(desired, content.annotations);
  const paths = copy ? wrongPaths(wanted, content.data, copy) : [];
  if (copy && paths.length === 0) {
    copied.as = as(source, copy);
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
    copied.as = as(source, written);
    cache.wrote(secrets.kind, written);
    failpoint("project.shared.written", project.metadata.name);
  };
  return { paths, write };
}

/** What the operator fills: what is said of each credential is ours, and a value that nobody asks for any more goes. */
function mendExternal(
  { client, cache, signal }: Deps,
  project: Project,
  desired: BundleObject,
  live: BundleObject | undefined,
): Mending | undefined {
  const wanted = new Set(project.spec.externalCredentials.flatMap(({ data }) => data.map(({ key }) => key)));
  const stale = live ? keysOf(live).filter((key) => !wanted.has(key)) : [];
  const paths = live
    ? [...differingPaths(desired, live), ...staleDescriptors(desired, live).map(pathOfNote)]
    : [];
  if (live && stale.length === 0 && paths.length === 0) return undefined;
  const options = { fieldManager: fieldManagers.control, metadataOnly: true, signal };
  const write = async (marked: BundleObject) => {
    const written = live
      ? await client.patch<BundleObject>(
          secrets as Resource<BundleObject>,
          live.metadata,
          patchOf(marked, live, {}, stale),
          options,
        )
      : await client.create<BundleObject>(secrets as Resource<BundleObject>, marked, options);
    cache.wrote(secrets.kind, written);
  };
  return { paths, write };
}

/** Pure: what of an organization's Secret a project's copy holds. What the source does not have is left out. */
export function contentOf(names: readonly string[], source: WholeSecret | undefined) {
  const annotations: Record<string, string> = {};
  const data: Record<string, string> = {};
  for (const name of names) {
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

/** The keys that a Secret has, by who owns its fields: its content is not looked at. */
const keysOf = ({ metadata }: KubeObject): string[] => [
  ...new Set(
    (metadata.managedFields ?? []).flatMap(({ fieldsV1 }) =>
      Object.keys(fieldsV1?.["f:data"] ?? {})
        .filter((field) => field.startsWith("f:"))
        .map((field) => field.slice(2)),
    ),
  ),
];

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
