import {
  type ExternalCredential,
  externalSecretName,
  externalSecrets,
  goDuration,
} from "#lib/domain/clusters/contract/brought.ts";
import {
  credentialAnnotation,
  EXTERNAL_CREDENTIALS_SECRET,
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
    ...(externalCredentials.length > 0 ? [externalSecret(project)] : []),
    ...externalCredentials.map((credential) => fetching(project, credential)),
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

/** Says what each of its credentials is; the operator puts the values in. */
function externalSecret(project: Project): BundleObject {
  const { metadata, ...rest } = secret(project, EXTERNAL_CREDENTIALS_SECRET);
  const descriptors = project.spec.externalCredentials.map(({ name, descriptor }) => [
    credentialAnnotation(name),
    descriptor,
  ]);
  const annotations = { ...metadata.annotations, ...Object.fromEntries(descriptors) };
  return { ...rest, metadata: { ...metadata, labels: { ...metadata.labels, ...watched }, annotations } };
}

function fetching(project: Project, { name, store, refreshSeconds, data }: ExternalCredential): BundleObject {
  return {
    ...head(project, externalSecrets, externalSecretName(name)),
    spec: {
      refreshInterval: goDuration(refreshSeconds),
      secretStoreRef: { kind: store.kind, name: store.name },
      target: {
        name: EXTERNAL_CREDENTIALS_SECRET,
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
    },
  };
}
