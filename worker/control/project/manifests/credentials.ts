import { createHash } from "node:crypto";
import {
  type ExternalCredential,
  externalSecrets,
  goDuration,
} from "#lib/domain/clusters/contract/brought.ts";
import {
  credentialAnnotation,
  EXTERNAL_CREDENTIALS_SECRET,
  findDescriptor,
  SHARED_CREDENTIALS_SECRET,
} from "#lib/domain/clusters/contract/credentials.ts";
import type { Project } from "#lib/domain/clusters/contract/project.ts";
import { secrets } from "#lib/infra/kube/objects.ts";
import { type BundleObject, head } from "./common.ts";

/**
 * The Secrets with what others bring: the organization's credentials, and those that External Secrets Operator fetches. Each
 * exists while there is one. Their values come from elsewhere (`brought.ts`), never from here.
 */
export function broughtManifests(project: Project): BundleObject[] {
  const { sharedCredentials, externalCredentials } = project.spec;
  return [
    ...(sharedCredentials.length > 0 ? [secret(project, SHARED_CREDENTIALS_SECRET)] : []),
    ...(externalCredentials.length > 0
      ? [filledSecret(secret(project, EXTERNAL_CREDENTIALS_SECRET), externalCredentials)]
      : []),
    ...externalCredentials.map((credential) => ({
      ...head(project, externalSecrets, fetchingName(credential)),
      spec: fetching(EXTERNAL_CREDENTIALS_SECRET, credential),
    })),
  ];
}

const secret = (project: Project, name: string): BundleObject => ({
  ...head(project, secrets, name),
  type: "Opaque",
});

/**
 * By this label the operator watches Secrets that it fills, and sets it on those it has found. Without it from the first moment, an
 * operator that looked before the Secret was there would come back at the next refresh only, and say until then that all is well.
 */
const watched = { "reconcile.external-secrets.io/managed": "true" };

/** A Secret that says what each of its credentials is; the operator puts the values in. */
export function filledSecret(
  { metadata, ...rest }: BundleObject,
  credentials: readonly ExternalCredential[],
): BundleObject {
  const descriptors = credentials.map(({ name, descriptor }) => [credentialAnnotation(name), descriptor]);
  const annotations = { ...metadata.annotations, ...Object.fromEntries(descriptors) };
  return { ...rest, metadata: { ...metadata, labels: { ...metadata.labels, ...watched }, annotations } };
}

/**
 * The name of what fetches a credential: another one for other settings. What fetches for another address is another object, and
 * the one before is gone before the value is taken out, so that it does not put it back. Viewers see the objects of a project by
 * name, and not what its credentials are called.
 */
export function fetchingName({ name, descriptor }: Pick<ExternalCredential, "name" | "descriptor">): string {
  const { settings = {} } = findDescriptor({ [credentialAnnotation(name)]: descriptor }, name) ?? {};
  const digest = createHash("sha256")
    .update(`${name} ${JSON.stringify(settings)}`)
    .digest("hex");
  return `credential-${digest.slice(0, 12)}`;
}

/** What an ExternalSecret says of one credential, whose value it merges into the Secret of this name. */
export const fetching = (secret: string, { store, refreshSeconds, data }: ExternalCredential) => ({
  refreshInterval: goDuration(refreshSeconds),
  secretStoreRef: { kind: store.kind, name: store.name },
  target: {
    name: secret,
    creationPolicy: "Merge",
    deletionPolicy: "Retain",
    // Without a template the operator copies this object's own labels and annotations onto the Secret.
    template: { engineVersion: "v2", mergePolicy: "Replace", metadata: {} },
  },
  data: data.map(({ key, remoteKey, property }) => ({
    secretKey: key,
    remoteRef: {
      key: remoteKey,
      ...(property === undefined ? {} : { property }),
      conversionStrategy: "Default",
      decodingStrategy: "None",
      metadataPolicy: "None",
    },
  })),
});
