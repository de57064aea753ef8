import type { AgenticSession } from "#lib/domain/clusters/contract/agentic-session.ts";
import { RUNNER_CONTAINER } from "#lib/domain/clusters/contract/agentic-session.ts";
import { annotations, fieldManagers, labels, MANAGED_BY } from "#lib/domain/clusters/contract/meta.ts";
import type { KubeObject } from "#lib/infra/kube/objects.ts";
import type { ControlConfig } from "../../config.ts";
import { CREDENTIALS_DIR } from "../handover/file.ts";
import { handOver, plainVariables } from "../handover/index.ts";
import type { Handed } from "../handover/way.ts";
import { jobs } from "../objects.ts";
import { providerVariables } from "../provider.ts";
import { handedOver } from "../uses.ts";

const INPUT_DIR = "/var/run/portico/input";
const WORKSPACE = "/workspace";
/** The user that the runner's image is made for. */
const USER = 10001;
/** The runner ends itself at its time-out; the Job's deadline is for a runner that cannot. */
const DEADLINE_SLACK_SECONDS = 30;
const KEEP_FINISHED_SECONDS = 3600;

/**
 * The Job of a session: one pod, once, under the restricted Pod Security level, with nothing of the cluster in it but the
 * credentials it asked for, which were found in its project. The Job says what was handed over, so that it is known for certain
 * also after a crash.
 */
export function jobManifest(
  session: AgenticSession,
  tenant: string,
  credentials: readonly Handed[],
  config: ControlConfig,
): KubeObject {
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
      annotations: {
        ...requestIdOf(session),
        ...(credentials.length > 0
          ? { [annotations.credentials]: JSON.stringify(handedOver(credentials)) }
          : {}),
      },
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
          spec: podSpec(session, agent, credentials, config),
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
  credentials: readonly Handed[],
  config: ControlConfig,
) {
  const placement = handOver(credentials);
  const variables = credentials
    .flatMap(({ parts }) => parts)
    .filter(({ way }) => way === "environment")
    .map(({ as }) => as);
  const env = {
    PORTICO_SESSION: metadata.name,
    PORTICO_AGENT: spec.agent.type,
    PORTICO_MODEL: spec.agent.model,
    ...providerVariables(spec, credentials, config),
    PORTICO_ARGUMENTS: JSON.stringify(spec.agent.arguments),
    PORTICO_PROMPT_FILE: `${INPUT_DIR}/prompt`,
    ...(spec.websiteURL ? { PORTICO_WEBSITE_URL_FILE: `${INPUT_DIR}/website-url` } : {}),
    ...(config.websiteAllow?.length ? { PORTICO_WEBSITE_ALLOW: config.websiteAllow.join(",") } : {}),
    PORTICO_CREDENTIALS_DIR: CREDENTIALS_DIR,
    // The values are masked in what the session writes, wherever they are.
    ...(variables.length > 0 ? { PORTICO_CREDENTIAL_VARIABLES: variables.join(",") } : {}),
    PORTICO_TIMEOUT_SECONDS: String(spec.timeoutSeconds),
    PORTICO_INACTIVITY_TIMEOUT_SECONDS: String(spec.inactivityTimeoutSeconds),
    HOME: WORKSPACE,
  };
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
    ...(placement.initContainers.length > 0 ? { initContainers: placement.initContainers } : {}),
    containers: [
      {
        name: RUNNER_CONTAINER,
        image: agent.image,
        ...(agent.command ? { command: agent.command } : {}),
        imagePullPolicy: "IfNotPresent",
        workingDir: WORKSPACE,
        env: [...plainVariables(env), ...placement.env],
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
          ...placement.volumeMounts,
          { name: "workspace", mountPath: WORKSPACE },
          { name: "tmp", mountPath: "/tmp" },
        ],
      },
    ],
    volumes: [
      { name: "input", downwardAPI: { items: input } },
      ...placement.volumes,
      { name: "workspace", emptyDir: { sizeLimit: "1Gi" } },
      { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
    ],
  };
}
