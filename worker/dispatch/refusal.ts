import { KubeError } from "#lib/infra/kube/errors.ts";

/** Answers that stay the same however often the same thing is asked: malformed, forbidden, too large, not valid. */
const final = [400, 403, 405, 413, 415, 422];

/** A quota that was just made has not been counted yet; it will be within a minute. */
const notCountedYet = /status unknown for quota/;

/** Whether the API server has refused for good, so that only somebody's change can help. */
export const isRefusal = (error: unknown): error is KubeError =>
  error instanceof KubeError && final.includes(error.code) && !notCountedYet.test(error.message);

/** A refusal as a sentence for people, with the API server's own words at its end. */
export function refusalWords(what: "project" | "session", error: KubeError): string {
  const words = error.message.trim();
  const quota =
    /exceeded quota: [^,]+, requested: (\S+?)=(\S+?),.* used: \S+?=(\S+?),.* limited: \S+?=(\S+)/.exec(words);
  const said = `The cluster said: ${words}`;
  if (quota?.[1]?.startsWith("count/agenticsessions"))
    return `The project keeps ${quota[3]} of the ${quota[4]} sessions its quota allows, so another one does not fit. ${said}`;
  if (quota) return `The project's quota for ${quota[1]} is used up: ${quota[3]} of ${quota[4]}. ${said}`;
  if (words.includes("is being terminated"))
    return `The project's namespace is being deleted, so nothing new can be made in it. ${said}`;
  return `The cluster refused the ${what}. ${said}`;
}
