import type { KubeClient } from "./client.ts";
import { type KubeObject, kindOf, type Resource, roleBindings } from "./objects.ts";

/** Somebody as the API server names them. A group alone is an identity without a user. */
export interface KubeIdentity {
  user: string;
  groups: string[];
}

/** What somebody would do. An empty `group` is the core group. */
export interface KubeAct {
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  namespace: string;
}

export interface BindingSubject {
  kind: string;
  name: string;
  namespace?: string;
}

export interface RoleBinding extends KubeObject {
  roleRef: { apiGroup: string; kind: string; name: string };
  subjects?: BindingSubject[];
}

/** Whose token it is, by the cluster's word. `uid` is empty where the cluster gives none. */
export interface Reviewed {
  username: string;
  uid: string;
  groups: string[];
}

interface TokenReview extends KubeObject {
  status?: {
    authenticated?: boolean;
    user?: { username?: string; uid?: string; groups?: string[] };
    audiences?: string[];
  };
}

const tokenReviews = kindOf<TokenReview>("authentication.k8s.io/v1", "TokenReview", "tokenreviews", false);

interface SubjectAccessReview extends KubeObject {
  status?: { allowed: boolean };
}

const subjectAccessReviews = kindOf<SubjectAccessReview>(
  "authorization.k8s.io/v1",
  "SubjectAccessReview",
  "subjectaccessreviews",
  false,
);

/** Whether the API server would let somebody do it, by whatever right. @throws KubeError */
export async function reviewAccess(
  client: KubeClient,
  { user, groups }: KubeIdentity,
  { group, ...act }: KubeAct,
): Promise<boolean> {
  const { apiVersion, kind } = subjectAccessReviews;
  const answer = await client.create<SubjectAccessReview>(subjectAccessReviews, {
    apiVersion,
    kind,
    metadata: { name: "" },
    ...{
      spec: {
        ...(user ? { user } : {}),
        groups: [...groups, "system:authenticated"],
        resourceAttributes: { ...act, group },
      },
    },
  });
  return answer.status?.allowed ?? false;
}

/**
 * Whose token it is; null for one that the cluster does not know, or that is meant for somebody else. Without an audience
 * it has to be meant for the API server. @throws KubeError
 */
export async function reviewToken(
  client: KubeClient,
  token: string,
  audience?: string,
): Promise<Reviewed | null> {
  const { apiVersion, kind } = tokenReviews;
  const { status } = await client.create<TokenReview>(tokenReviews, {
    apiVersion,
    kind,
    metadata: { name: "" },
    ...{ spec: { token, ...(audience ? { audiences: [audience] } : {}) } },
  });
  const { username, uid = "", groups = [] } = status?.user ?? {};
  if (!status?.authenticated || !username) return null;
  // An authenticator that knows nothing of audiences answers without them, and would take a token meant for anybody.
  if (audience && !status.audiences?.includes(audience)) return null;
  return { username, uid, groups };
}

/** Every RoleBinding of a namespace, whoever made it. @throws KubeError */
export async function bindingsOf(client: KubeClient, namespace: string): Promise<RoleBinding[]> {
  const { items } = await client.list(roleBindings as Resource<RoleBinding>, { namespace });
  return items;
}
