import {
  type AgenticSession,
  agenticSessionResource,
} from "#lib/domain/clusters/contract/agentic-session.ts";
import { type Project, projectResource } from "#lib/domain/clusters/contract/project.ts";
import type { ControlConfig } from "../config.ts";
import type { Job, Pod } from "../session/objects.ts";

/** Objects for tests, complete and dull; a test says only what it is about. */
export const config: ControlConfig = {
  systemNamespace: "portico-system",
  webServiceAccount: "portico-web",
  podSecurityVersion: "v1.36",
  dns: { namespace: "kube-system", podLabels: { "k8s-app": "kube-dns" }, ports: [53] },
  agents: { chat: { image: "registry.test/runner@sha256:abc" } },
  resourceClasses: {
    small: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "500m", memory: "512Mi" } },
    medium: { requests: { cpu: "1", memory: "1Gi" }, limits: { cpu: "1", memory: "1Gi" } },
    large: { requests: { cpu: "4", memory: "8Gi" }, limits: { cpu: "4", memory: "8Gi" } },
  },
  providerUrls: {
    anthropic: "https://api.anthropic.com",
    openai: "https://api.openai.com",
    gemini: "https://generativelanguage.googleapis.com",
  },
  startTimeoutSeconds: 300,
};

const head = (name: string, more: object = {}) => ({
  name,
  uid: `uid-of-${name}`,
  resourceVersion: "1",
  generation: 1,
  creationTimestamp: "2026-11-22T00:00:00Z",
  ...more,
});

export function project(spec: object = {}, more: { status?: object; metadata?: object } = {}): Project {
  return projectResource.read({
    apiVersion: projectResource.apiVersion,
    kind: "Project",
    metadata: head("acme-vision", more.metadata),
    spec: { displayName: "Vision", tenantRef: { name: "acme" }, namespace: "project-vision", ...spec },
    status: more.status,
  });
}

export const readyProject = (spec: object = {}) =>
  project(spec, { status: { phase: "Ready", message: "All 13 objects stand." } });

export function session(
  spec: object = {},
  more: { status?: object; metadata?: object } = {},
): AgenticSession {
  return agenticSessionResource.read({
    apiVersion: agenticSessionResource.apiVersion,
    kind: "AgenticSession",
    metadata: head("s-1", {
      namespace: "project-vision",
      labels: { "portico.dev/tenant": "acme" },
      ...more.metadata,
    }),
    spec: {
      prompt: "Say hello.",
      projectRef: { name: "acme-vision", namespace: "project-vision" },
      userContext: { userId: "oidc:7f3c", displayName: "A. Okafor" },
      agent: { type: "chat", model: "claude-sonnet-4-5" },
      credentialRefs: [{ name: "anthropic-api-key" }],
      ...spec,
    },
    status: more.status,
  });
}

export function job(status: Job["status"] = {}, owner = "uid-of-s-1"): Job {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: head("s-1", {
      namespace: "project-vision",
      ownerReferences: [
        { apiVersion: "portico.dev/v1alpha1", kind: "AgenticSession", name: "s-1", uid: owner },
      ],
    }),
    status,
  };
}

export function pod(status: Pod["status"] = {}, more: { spec?: Pod["spec"]; metadata?: object } = {}): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: head("s-1-abcde", { namespace: "project-vision", ...more.metadata }),
    spec: more.spec ?? { nodeName: "node-1" },
    status,
  };
}
