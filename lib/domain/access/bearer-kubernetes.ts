import { createHash } from "node:crypto";
import { GROUP } from "#lib/domain/clusters/contract/meta.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { take } from "#lib/infra/http/limits.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import { kube } from "#lib/infra/kube/process.ts";
import { type Reviewed, reviewAccess, reviewToken } from "#lib/infra/kube/reviews.ts";
import { log } from "#lib/infra/log/index.ts";
import { actorIdOf, callerOfIdentity } from "./bearer-identity.ts";
import type { Caller } from "./caller.ts";
import { reviewBucket } from "./limits.ts";

/** How long the cluster's answer about a token counts, and about how many tokens answers are kept. */
const keptMs = 3_000;
const keptMost = 2_000;
/** For how long the cluster is asked about a token that it knew without that being counted, and of how many. */
const goodMs = 60_000;

/** A service account's project is where it may make sessions; null for a person. */
type Known = Reviewed & { bot: { namespace: string } | null };

const answers = new Map<string, { until: number; answer: Promise<Outcome<Known | null>> }>();
/** Until when tokens that the cluster knew are remembered, so that strangers of one address do not keep them out. */
const good = new Map<string, number>();

const accountForm = /^system:serviceaccount:([a-z0-9-]+):([a-z0-9.-]+)$/;

async function ask(client: KubeClient, token: string): Promise<Known | null> {
  const reviewed = await reviewToken(client, token, webEnv().PORTICO_KUBERNETES_AUDIENCE);
  if (!reviewed) return null;
  const [, namespace] = accountForm.exec(reviewed.username) ?? [];
  if (!namespace) return { ...reviewed, bot: null };
  const { username: user, groups } = reviewed;
  const act = { verb: "create", group: GROUP, resource: "agenticsessions", namespace };
  return (await reviewAccess(client, { user, groups }, act)) ? { ...reviewed, bot: { namespace } } : null;
}

/** The cluster's answer about a token, asked once for all who send it within three seconds. */
function known(token: string, address: string | null, client: KubeClient): Promise<Outcome<Known | null>> {
  const key = createHash("sha256").update(token).digest("base64");
  const now = Date.now();
  const kept = answers.get(key);
  if (kept && kept.until > now) return kept.answer;
  const counted = (good.get(key) ?? 0) > now ? Promise.resolve({ ok: true }) : take([reviewBucket(address)]);
  const answer = counted.then(async ({ ok }) => {
    if (!ok) return refused("rate_limited");
    const found = await ask(client, token);
    good.delete(key);
    if (found) keep(good, key, now + goodMs, (until) => until);
    return done(found);
  });
  keep(answers, key, { until: now + keptMs, answer }, ({ until }) => until);
  answer.catch(() => answers.delete(key));
  return answer;
}

/** Puts it behind what is there already, and lets go of what is over, and of the oldest when there is too much. */
function keep<T>(kept: Map<string, T>, key: string, value: T, untilOf: (value: T) => number): void {
  kept.delete(key);
  kept.set(key, value);
  for (const [old, one] of kept) {
    if (untilOf(one) > Date.now() && kept.size <= keptMost) break;
    kept.delete(old);
  }
}

/** The issuer and subject that a name of the cluster stands for; null for one that is no person's. */
function subjectOf({ username, uid }: Reviewed) {
  const { PORTICO_CLUSTER_ISSUER: issuer, PORTICO_PROVIDERS, ...env } = webEnv();
  const { PORTICO_SUBJECT_PREFIX: prefix, PORTICO_GROUP_PREFIX: groupPrefix } = env;
  if (issuer && prefix && username.startsWith(prefix))
    return { issuer, subject: username.slice(prefix.length), groupPrefix };
  // OpenShift's own people have plain names; who signs in with them is their UID.
  const openshift = PORTICO_PROVIDERS.find((provider) => provider.type === "openshift");
  if (openshift && uid && !username.startsWith("system:"))
    return { issuer: openshift.apiServer, subject: uid, groupPrefix: "" };
  return null;
}

/**
 * The caller that the cluster says a token is: a person by their name there, or a service account of a project's namespace
 * that may make sessions in it. Refused with `token_unknown`, `unknown_subject`, `account_suspended`, `rate_limited` or
 * `review_unavailable`.
 */
export async function callerOfKubernetes(
  token: string,
  address: string | null,
  client: KubeClient = kube(),
): Promise<Outcome<Caller>> {
  let answer: Outcome<Known | null>;
  try {
    answer = await known(token, address, client);
  } catch (error) {
    log.warn({ err: error }, "the cluster could not be asked whose token it is");
    return refused("review_unavailable");
  }
  if (!answer.ok) return answer;
  if (!answer.value) return refused("token_unknown");
  const { username, groups, bot } = answer.value;
  if (bot) return callerOfBot(username, bot.namespace, address);
  const named = subjectOf(answer.value);
  if (!named) return refused("unknown_subject");
  const { issuer, subject, groupPrefix } = named;
  const own = groups.filter((group) => group.startsWith(groupPrefix) && !group.startsWith("system:"));
  return callerOfIdentity(
    {
      kind: "kubernetes",
      issuer,
      subject,
      name: username,
      groups: own.map((group) => group.slice(groupPrefix.length)),
      scopes: null,
      email: null,
    },
    address,
  );
}

async function callerOfBot(
  username: string,
  namespace: string,
  address: string | null,
): Promise<Outcome<Caller>> {
  const project = await withPlatform((tx) =>
    tx.project.findFirst({
      where: { namespace, deletedAt: null, organization: { state: "active" } },
      select: { id: true, organizationId: true },
    }),
  );
  if (!project) return refused("unknown_subject");
  return done({
    kind: "kubernetes",
    userId: null,
    actorId: actorIdOf("kubernetes", username),
    name: username,
    via: "api",
    address,
    keyId: null,
    scopes: null,
    organizationId: project.organizationId,
    grants: { organizationRole: null, projectRoles: new Map([[project.id, "bot"]]) },
    platformAdmin: false,
  });
}
