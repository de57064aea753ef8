import { z } from "zod";
import { CREDENTIALS_SECRET, GROUP } from "./meta.ts";

/** The Secret of a project with the organization's credentials that it is bound to; the controller renders it. */
export const SHARED_CREDENTIALS_SECRET = "shared-credentials";
/** The Secret of a project that External Secrets Operator fills. */
export const EXTERNAL_CREDENTIALS_SECRET = "external-credentials";

/** The Secrets of a project that hold credentials, in the order in which a name is looked up. */
export const credentialSecrets = [
  CREDENTIALS_SECRET,
  SHARED_CREDENTIALS_SECRET,
  EXTERNAL_CREDENTIALS_SECRET,
] as const;
export type CredentialSecret = (typeof credentialSecrets)[number];

/** The name part of an annotation takes no more, so no credential's primary key may be longer. */
export const LONGEST_PRIMARY_KEY = 63;

/**
 * On a Secret that holds credentials: what the credential of this primary key is, as JSON (`CredentialDescriptor`). It is
 * written in the same call as the value, so that whoever watches Secrets without their content knows what a name stands for.
 */
export const credentialAnnotation = (secretKey: string): string => `credential.${GROUP}/${secretKey}`;

/** A key of a Secret, and so the name of a file in a pod. */
export const secretKeyName = z
  .string()
  .min(1)
  .max(253)
  .regex(/^(?!\.{1,2}$|\.\.)[-._a-zA-Z0-9]+$/);

/** The ways in which a credential reaches a session. */
export const handoverWays = ["file", "environment"] as const;
export type HandoverWay = (typeof handoverWays)[number];

/** What a credential is, without its value. */
export const credentialDescriptor = z.object({
  kind: z.string().min(1).max(40),
  name: z.string().min(1).max(63),
  /** Key of the Secret by part, those parts only that it has. */
  keys: z.record(z.string().regex(/^[a-zA-Z][-a-zA-Z0-9]{0,39}$/), secretKeyName),
  /** Nothing of it is secret: addresses, names of headers, certificates. */
  settings: z.record(z.string().max(63), z.unknown()).default({}),
  /** No session may use it. */
  disabled: z.boolean().default(false),
});
export type CredentialDescriptor = z.output<typeof credentialDescriptor>;

/** The descriptor of a primary key among a Secret's annotations. Null for one that cannot be read, undefined without one. */
export function findDescriptor(
  annotations: Readonly<Record<string, string>> | undefined,
  secretKey: string,
): CredentialDescriptor | null | undefined {
  const name = credentialAnnotation(secretKey);
  const text = annotations && Object.hasOwn(annotations, name) ? annotations[name] : undefined;
  if (text === undefined) return undefined;
  try {
    const descriptor = credentialDescriptor.parse(JSON.parse(text));
    return Object.values(descriptor.keys).includes(secretKey) ? descriptor : null;
  } catch {
    return null;
  }
}

/**
 * A credential in the words of a session's status, by its place among the `count` that the session names. Viewers read these, who
 * see no credentials: which one it is, the session's page says to those who may know.
 */
export const credentialInWords = (at: number, count: number): string =>
  count === 1 ? "The session's credential" : `Credential ${at + 1} of the session`;

/** What the runner, its runtime, the loader and the shell go by: no credential may be handed over under such a name. */
const ownVariables =
  /^((PORTICO|KUBERNETES|LD|DYLD|NODE|NPM|UV|OPENSSL|SSL|PYTHON|PERL|RUBY|JAVA|BASH|GIT|MALLOC|GLIBC|XDG|LC)_.*|PYTHON.*|PERL5.*|RUBY(OPT|LIB)|.*_PROXY|HOME|PATH|PWD|OLDPWD|USER|LOGNAME|SHELL|SHLVL|ENV|IFS|PS4|PROMPT_COMMAND|HOSTNAME|LANG|LANGUAGE|TZ|TERM|TMP|TEMP|TMPDIR|EDITOR|PAGER|GCONV_PATH|LOCPATH|NLSPATH|RES_OPTIONS|HOSTALIASES|CLASSPATH)$/i;

/** Whether a variable of a session's environment is Portico's or its runtime's own. */
export const isOwnVariable = (name: string): boolean => ownVariables.test(name);

/**
 * By what programs are told where to go, whom to trust and what to write down. Beside another credential, such a variable would
 * carry that one's value elsewhere. Addresses of databases and the like are no such thing: `DATABASE_URL` is a secret itself.
 */
const steering =
  /^(.*_(BASE(_?UR[IL])?|API_(HOST|UR[IL]))|(.*_)?ENDPOINTS?(_.*)?|.*(CA_?BUNDLE|CA_?CERTS?|CA_?(FILE|INFO|PATH))|SSLKEYLOGFILE|NETRC|AWS_(CONFIG|SHARED_CREDENTIALS)_FILE|(DOTNET|CORECLR|COMPLUS)_.*|(ANTHROPIC|ATLASSIAN|AWS|AZURE|BEDROCK|DOCKER|GEMINI|GH|GITHUB|GITLAB|GL|GOOGLE|JIRA|OPENAI|REGISTRY|VERTEX)_(.*_)?(HOST|SERVER|UR[IL]))$/i;

/** Whether a variable may not hold whatever somebody gives: Portico's own ones, and those that steer other credentials. */
export const isReservedVariable = (name: string): boolean => isOwnVariable(name) || steering.test(name);

/** How the name of a variable looks, and how long it may be. */
export const variableForm = /^[A-Z][A-Z0-9_]*$/;
export const LONGEST_VARIABLE = 64;

/** Whether a credential may be handed over under the name of a variable. */
export const isVariableName = (name: string): boolean =>
  name.length <= LONGEST_VARIABLE && variableForm.test(name) && !isOwnVariable(name);
