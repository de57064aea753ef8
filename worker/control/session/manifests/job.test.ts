import { describe, expect, test } from "vitest";
import { config, session } from "../../testing/factories.ts";
import { jobManifest, providerOf } from "./job.ts";

interface JobSpec {
  template: {
    metadata: { annotations: Record<string, string> };
    spec: {
      serviceAccountName: string;
      containers: { env: { name: string; value: string }[]; resources: object }[];
      volumes: Record<string, unknown>[];
    };
  };
}
const specOf = (...args: Parameters<typeof session>) =>
  (jobManifest(session(...args), "acme", config) as unknown as { spec: JobSpec }).spec;
const envOf = (spec: JobSpec) =>
  Object.fromEntries(spec.template.spec.containers[0]!.env.map((e) => [e.name, e.value]));

test("a session's Job, whole", () => {
  const labels = {
    "app.kubernetes.io/managed-by": "portico",
    "portico.dev/tenant": "acme",
    "portico.dev/project": "acme-vision",
    "portico.dev/session": "s-1",
  };
  const annotation = (name: string) => ({
    apiVersion: "v1",
    fieldPath: `metadata.annotations['portico.dev/${name}']`,
  });
  const asked = session({
    websiteURL: "https://example.org/spec",
    agent: { model: "claude-sonnet-4-5", arguments: { maxTokens: 100 } },
  });
  expect(jobManifest(asked, "acme", config)).toEqual({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: "s-1",
      namespace: "project-vision",
      labels,
      annotations: {},
      ownerReferences: [
        {
          apiVersion: "portico.dev/v1alpha1",
          kind: "AgenticSession",
          name: "s-1",
          uid: "uid-of-s-1",
          controller: true,
          blockOwnerDeletion: false,
        },
      ],
    },
    spec: {
      backoffLimit: 0,
      completions: 1,
      parallelism: 1,
      podReplacementPolicy: "Failed",
      activeDeadlineSeconds: 1830,
      ttlSecondsAfterFinished: 3600,
      template: {
        metadata: {
          labels,
          annotations: {
            "portico.dev/prompt": "Say hello.",
            "portico.dev/website-url": "https://example.org/spec",
          },
        },
        spec: {
          restartPolicy: "Never",
          serviceAccountName: "session",
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 15,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 10001,
            runAsGroup: 10001,
            fsGroup: 10001,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: "runner",
              image: "registry.test/runner@sha256:abc",
              imagePullPolicy: "IfNotPresent",
              workingDir: "/workspace",
              env: [
                { name: "PORTICO_SESSION", value: "s-1" },
                { name: "PORTICO_AGENT", value: "chat" },
                { name: "PORTICO_MODEL", value: "claude-sonnet-4-5" },
                { name: "PORTICO_PROVIDER", value: "anthropic" },
                { name: "PORTICO_PROVIDER_URL", value: "https://api.anthropic.com" },
                { name: "PORTICO_ARGUMENTS", value: '{"maxTokens":100}' },
                { name: "PORTICO_PROMPT_FILE", value: "/var/run/portico/input/prompt" },
                { name: "PORTICO_WEBSITE_URL_FILE", value: "/var/run/portico/input/website-url" },
                { name: "PORTICO_CREDENTIALS_DIR", value: "/var/run/portico/credentials" },
                { name: "PORTICO_CREDENTIAL", value: "anthropic-api-key" },
                { name: "PORTICO_TIMEOUT_SECONDS", value: "1800" },
                { name: "PORTICO_INACTIVITY_TIMEOUT_SECONDS", value: "600" },
                { name: "HOME", value: "/workspace" },
              ],
              resources: config.resourceClasses.small,
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                runAsNonRoot: true,
                capabilities: { drop: ["ALL"] },
              },
              terminationMessagePath: "/dev/termination-log",
              terminationMessagePolicy: "File",
              volumeMounts: [
                { name: "input", mountPath: "/var/run/portico/input", readOnly: true },
                { name: "credentials", mountPath: "/var/run/portico/credentials", readOnly: true },
                { name: "workspace", mountPath: "/workspace" },
                { name: "tmp", mountPath: "/tmp" },
              ],
            },
          ],
          volumes: [
            {
              name: "input",
              downwardAPI: {
                items: [
                  { path: "prompt", fieldRef: annotation("prompt") },
                  { path: "website-url", fieldRef: annotation("website-url") },
                ],
              },
            },
            {
              name: "credentials",
              secret: {
                secretName: "project-credentials",
                items: [{ key: "anthropic-api-key", path: "anthropic-api-key" }],
                optional: true,
                defaultMode: 0o440,
              },
            },
            { name: "workspace", emptyDir: { sizeLimit: "1Gi" } },
            { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
          ],
        },
      },
    },
  });
});

describe("what a session gets", () => {
  test("is no credential at all when it asked for none", () => {
    const spec = specOf({ credentialRefs: [] });
    expect(spec.template.spec.volumes[1]).toEqual({ name: "credentials", emptyDir: { sizeLimit: "1Mi" } });
    expect(envOf(spec)).not.toHaveProperty("PORTICO_CREDENTIAL");
  });

  test("is the identity of its bot when a bot started it", () => {
    const bot = { serviceAccountName: "nightly" };
    expect(specOf({ botAccount: bot }).template.spec.serviceAccountName).toBe("nightly");
  });

  test("is the platform's list of hosts for pages when there is one", () => {
    const allowed = { ...config, websiteAllow: ["wiki.internal", "10.0.0.7:8080"] };
    const { spec } = jobManifest(session(), "acme", allowed) as unknown as { spec: JobSpec };
    expect(envOf(spec).PORTICO_WEBSITE_ALLOW).toBe("wiki.internal,10.0.0.7:8080");
    expect(envOf(specOf())).not.toHaveProperty("PORTICO_WEBSITE_ALLOW");
  });

  test("is its class and nothing of another", () => {
    expect(specOf({ resourceClass: "large" }).template.spec.containers[0]!.resources).toBe(
      config.resourceClasses.large,
    );
  });

  test.each([
    ["claude-sonnet-4-5", [{ name: "anthropic-api-key" }], "anthropic"],
    ["gpt-5", [{ name: "key" }], "openai"],
    ["o3-mini", [], "openai"],
    ["gpt-oss", [{ name: "anthropic-gateway" }], "anthropic"],
    ["some-model", [{ name: "openai" }], "openai"],
    ["some-model", [], "anthropic"],
  ])("is the provider of %s with %j: %s", (model, credentialRefs, provider) => {
    expect(providerOf(session({ agent: { model }, credentialRefs }).spec)).toBe(provider);
  });
});
