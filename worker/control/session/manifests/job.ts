import type { AgenticSession } from "#lib/domain/clusters/contract/agentic-session.ts";
import { RUNNER_CONTAINER } from "#lib/domain/clusters/contract/agentic-session.ts";
import {
  annotations,
  CREDENTIALS_SECRET,
  fieldManagers,
  labels,
  MANAGED_BY,
} from "#lib/domain/clusters/contract/meta.ts";
import type { KubeObject } from "#lib/infra/kube/objects.ts";
import type { ControlConfig, Provider } from "../../config.ts";
import { jobs } from "../objects.ts";

const INPUT_DIR = "/var/run/portico/input";
const CREDENTIALS_DIR = "/var/run/portico/credentials";
const WORKSPACE = "/workspace";
/** The user that the runner's image is made for. */
const USER = 10001;
/** The runner ends itself at its time-out; the Job's deadline is for a runner that cannot. */
const DEADLINE_SLACK_SECONDS = 30;
const KEEP_FINISHED_SECONDS = 3600;

/** Whom a session talks to: as its first credential says by name, else as its model's name tells. */
export function providerOf({ agent, credentialRefs }: AgenticSession["spec"]): Provider {
  const named = credentialRefs.map(({ name }) => /^(anthropic|openai)\b/.exec(name)?.[1]).find(Boolean);
  if (named) return named as Provider;
  return /^(gpt-|o\d|chatgpt|text-|openai)/i.test(agent.model) ? "openai" : "anthropic";
}

/**
 * The Job of a session: one pod, once, under the restricted Pod Security level, with nothing of the cluster in it but the
 * credentials it asked for. A credential that the project does not have is left out, and the runner says so.
 */
export function jobManifest(session: AgenticSession, tenant: string, config: ControlConfig): KubeObject {
  const { metadata, spec } = session;
  const agent = config.agents[spec.agent.type];
  const ownership = {
    [labels.managedBy]: MANAGED_BY,
    // The project's own tenant: the session's labels are whatever its maker wrote.
    [labels.tenant]: tenant,
    [labels.project]: spec.projectRef.name,
    [labels.session]: metadata.name,
  };
  return {
    apiVersion: jobs.apiVersion,
    kind: jobs.kind,
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace,
      labels: ownership,
      annotations: requestIdOf(session),
      ownerReferences: [
        {
          apiVersion: session.apiVersion,
          kind: session.kind,
          name: metadata.name,
          uid: metadata.uid,
          controller: true,
          // True would need the right to update finalizers, and deleting a session does not wait for its Job.
          blockOwnerDeletion: false,
        },
      ],
    },
    ...{
      spec: {
        backoffLimit: 0,
        completions: 1,
        parallelism: 1,
        podReplacementPolicy: "Failed",
        activeDeadlineSeconds: spec.timeoutSeconds + DEADLINE_SLACK_SECONDS,
        ttlSecondsAfterFinished: KEEP_FINISHED_SECONDS,
        template: {
          metadata: {
            labels: ownership,
            annotations: {
              [annotations.prompt]: spec.prompt,
              ...(spec.websiteURL ? { [annotations.websiteUrl]: spec.websiteURL } : {}),
            },
          },
          spec: podSpec(session, agent, config),
        },
      },
    },
  };
}

/** The field manager of Jobs. */
export const jobManager = fieldManagers.control;

function requestIdOf(session: AgenticSession): Record<string, string> {
  const requestId = session.metadata.annotations[annotations.requestId];
  return requestId ? { [annotations.requestId]: requestId } : {};
}

function podSpec(
  { metadata, spec }: AgenticSession,
  agent: ControlConfig["agents"]["chat"],
  config: ControlConfig,
) {
  const provider = providerOf(spec);
  const env = {
    PORTICO_SESSION: metadata.name,
    PORTICO_AGENT: spec.agent.type,
    PORTICO_MODEL: spec.agent.model,
    PORTICO_PROVIDER: provider,
    PORTICO_PROVIDER_URL: config.providerUrls[provider],
    PORTICO_ARGUMENTS: JSON.stringify(spec.agent.arguments),
    PORTICO_PROMPT_FILE: `${INPUT_DIR}/prompt`,
    ...(spec.websiteURL ? { PORTICO_WEBSITE_URL_FILE: `${INPUT_DIR}/website-url` } : {}),
    ...(config.websiteAllow?.length ? { PORTICO_WEBSITE_ALLOW: config.websiteAllow.join(",") } : {}),
    PORTICO_CREDENTIALS_DIR: CREDENTIALS_DIR,
    ...(spec.credentialRefs[0] ? { PORTICO_CREDENTIAL: spec.credentialRefs[0].name } : {}),
    PORTICO_TIMEOUT_SECONDS: String(spec.timeoutSeconds),
    PORTICO_INACTIVITY_TIMEOUT_SECONDS: String(spec.inactivityTimeoutSeconds),
    HOME: WORKSPACE,
  };
  const keys = spec.credentialRefs.map(({ name }) => ({ key: name, path: name }));
  const input = [
    {
      path: "prompt",
      fieldRef: { apiVersion: "v1", fieldPath: `metadata.annotations['${annotations.prompt}']` },
    },
    ...(spec.websiteURL
      ? [
          {
            path: "website-url",
            fieldRef: { apiVersion: "v1", fieldPath: `metadata.annotations['${annotations.websiteUrl}']` },
          },
        ]
      : []),
  ];
  return {
    restartPolicy: "Never",
    serviceAccountName: spec.botAccount?.serviceAccountName ?? "session",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 15,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: RUNNER_CONTAINER,
        image: agent.image,
        ...(agent.command ? { command: agent.command } : {}),
        imagePullPolicy: "IfNotPresent",
        workingDir: WORKSPACE,
        env: Object.entries(env).map(([name, value]) => ({ name, value })),
        resources: config.resourceClasses[spec.resourceClass],
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          capabilities: { drop: ["ALL"] },
        },
        terminationMessagePath: "/dev/termination-log",
        terminationMessagePolicy: "File",
        volumeMounts: [
          { name: "input", mountPath: INPUT_DIR, readOnly: true },
          { name: "credentials", mountPath: CREDENTIALS_DIR, readOnly: true },
          { name: "workspace", mountPath: WORKSPACE },
          { name: "tmp", mountPath: "/tmp" },
        ],
      },
    ],
    volumes: [
      { name: "input", downwardAPI: { items: input } },
      keys.length > 0
        ? {
            name: "credentials",
            secret: { secretName: CREDENTIALS_SECRET, items: keys, optional: true, defaultMode: 0o440 },
          }
        : // A Secret volume without items would hold every key there is.
          { name: "credentials", emptyDir: { sizeLimit: "1Mi" } },
      { name: "workspace", emptyDir: { sizeLimit: "1Gi" } },
      { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
    ],
  };
}
