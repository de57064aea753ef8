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

/** How long the cluster's answer about a token counts, and about how many tokens answers are kept. */
const keptMs = 3_000;
const keptMost = 2_000;
/** How often a minute one address may have the cluster asked. */
const asksPerMinute = 300;

/** A service account's project is where it may make sessions; null for a person. */
type Known = Reviewed & { bot: { namespace: string } | null };

const answers = new Map<string, { until: number; answer: Promise<Outcome<Known | null>> }>();

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
  const bucket = { key: `ip:${address ?? "unknown"}:review`, amount: asksPerMinute, seconds: 60 };
  const answer = take([bucket]).then(async ({ ok }) =>
    ok ? done(await ask(client, token)) : refused("rate_limited"),
  );
  answers.delete(key);
  answers.set(key, { until: now + keptMs, answer });
  answer.catch(() => answers.delete(key));
  for (const [old, { until }] of answers) {
    if (until > now && answers.size <= keptMost) break;
    answers.delete(old);
  }
  return answer;
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
    tokenId: null,
    scopes: null,
    organizationId: project.organizationId,
    grants: { organizationRole: null, projectRoles: new Map([[project.id, "bot"]]) },
    platformAdmin: false,
  });
}
