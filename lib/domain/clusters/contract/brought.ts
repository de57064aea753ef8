import { z } from "zod";
import { type KubeObject, kindOf } from "#lib/infra/kube/objects.ts";
import { LONGEST_PRIMARY_KEY } from "./credentials.ts";
import { dnsLabel, labels, text } from "./meta.ts";

/**
 * The namespace with the credentials of organizations: for each one Secret that is named as its Tenant, which the web writes and
 * the worker reads, and one that External Secrets Operator fills; no project is ever there.
 */
export const ORGANIZATIONS_NAMESPACE = "portico-credentials";

const KEY = /^[a-zA-Z0-9][-._a-zA-Z0-9]*$/;
const primaryKey = z.string().min(1).max(LONGEST_PRIMARY_KEY).regex(KEY);
const listedByName = { "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"] };

/** Of an organization's credentials a project has so many at most. */
export const MOST_SHARED = 200;
/** So many are fetched at most for one project, or for an organization itself. */
export const MOST_EXTERNAL = 50;

/** Which of the organization's credentials a project has. */
export const sharedCredentials = z
  .array(z.object({ name: primaryKey }))
  .max(MOST_SHARED)
  .default([])
  .meta({
    description: "The organization's credentials that are copied into this project, by their primary key.",
    ...listedByName,
  });

export const storeKinds = ["SecretStore", "ClusterSecretStore"] as const;
export type StoreKind = (typeof storeKinds)[number];

/** Where External Secrets Operator finds the parts of one credential, and what it is. */
export const externalCredential = z.object({
  name: primaryKey,
  descriptor: text(16_384).min(2).meta({
    description: "What the credential is, as the annotation credential.portico.dev/<name> says it.",
  }),
  store: z.object({
    kind: z.enum(storeKinds),
    name: z
      .string()
      .min(1)
      .max(253)
      .regex(/^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/),
  }),
  refreshSeconds: z.int().min(10).max(31_536_000).default(3600),
  data: z
    .array(
      z.object({
        key: z.string().min(1).max(253).regex(KEY),
        remoteKey: text(1024).min(1),
        property: text(253).min(1).optional(),
      }),
    )
    .min(1)
    .max(8)
    .meta({ "x-kubernetes-list-type": "atomic" }),
});
export type ExternalCredential = z.output<typeof externalCredential>;

export const externalCredentials = z
  .array(externalCredential)
  .max(MOST_EXTERNAL)
  .default([])
  .meta({
    description: "Credentials that External Secrets Operator fetches, by their primary key.",
    ...listedByName,
  });

/** What Portico writes and reads of the operator's own kind. */
export interface ExternalSecret extends KubeObject {
  spec?: { data?: { secretKey: string }[] } & Record<string, unknown>;
  status?: {
    refreshTime?: string | null;
    syncedResourceVersion?: string;
    conditions?: {
      type: string;
      status: string;
      reason?: string;
      message?: string;
      lastTransitionTime?: string;
    }[];
  };
}

export const externalSecrets = kindOf<ExternalSecret>(
  "external-secrets.io/v1",
  "ExternalSecret",
  "externalsecrets",
);

/** How External Secrets Operator writes a duration back: one that reads otherwise would be changed for ever. */
export function goDuration(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  if (h > 0) return `${h}h${m}m${s}s`;
  return m > 0 ? `${m}m${s}s` : `${s}s`;
}

/** Names of Tenants are names of Secrets there. */
export const organizationSecret = (tenant: string) => ({
  namespace: ORGANIZATIONS_NAMESPACE,
  name: dnsLabel.parse(tenant),
});

/** Before the Tenant's name in that of the Secret that the operator fills: no Tenant's name has a dot. */
const FETCHED = "external.";

/** The Secret of an organization that External Secrets Operator fills. */
export const organizationExternalSecret = (tenant: string) => ({
  namespace: ORGANIZATIONS_NAMESPACE,
  name: `${FETCHED}${dnsLabel.parse(tenant)}`,
});

/** The Tenant whose Secret it is, of both kinds. */
export const tenantOfSecret = (name: string): string =>
  name.startsWith(FETCHED) ? name.slice(FETCHED.length) : name;

/** Pure: the Tenants for whom something is fetched, by all Secrets of organizations and all ExternalSecrets that are known. */
export const tenantsFetching = (
  filled: readonly Pick<KubeObject, "metadata">[],
  asked: readonly Pick<KubeObject, "metadata">[],
): string[] => [
  ...new Set([
    ...filled
      .filter(({ metadata: { name } }) => name.startsWith(FETCHED))
      .map(({ metadata }) => tenantOfSecret(metadata.name)),
    ...asked
      .filter(({ metadata }) => metadata.namespace === ORGANIZATIONS_NAMESPACE)
      .flatMap(({ metadata }) => metadata.labels?.[labels.tenant] ?? []),
  ]),
];
