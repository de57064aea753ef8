import { describe, expect, test } from "vitest";
import { config, session } from "../../testing/factories.ts";
import type { Handed } from "../handover/way.ts";
import type { Job } from "../objects.ts";
import { providerVariables, unsuitable } from "../provider.ts";
import { usesOf } from "../uses.ts";
import { jobManifest } from "./job.ts";

interface JobSpec {
  template: {
    metadata: { annotations: Record<string, string> };
    spec: {
      serviceAccountName: string;
      containers: { env: { name: string; value?: string }[]; resources: object }[];
      volumes: Record<string, unknown>[];
    };
  };
}
const given = (name: string, kind: string, more: Partial<Handed> = {}): Handed => ({
  name,
  kind,
  secret: "project-credentials",
  parts: [{ way: "file", key: name, as: name }],
  variables: {},
  settings: {},
  ...more,
});
const anthropic = given("anthropic-api-key", "anthropic");
const gemini = given("gemini-api-key", "gemini", {
  parts: [{ way: "environment", key: "gemini-api-key", as: "GEMINI_API_KEY" }],
});
const manifest = (spec: object, credentials = [anthropic]) =>
  jobManifest(session(spec), "acme", credentials, config) as unknown as Job & { spec: JobSpec };
const specOf = (spec: object = {}, credentials = [anthropic]) => manifest(spec, credentials).spec;
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
  expect(jobManifest(asked, "acme", [anthropic], config)).toEqual({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: "s-1",
      namespace: "project-vision",
      labels,
      annotations: {
        "portico.dev/credentials": JSON.stringify([
          {
            name: "anthropic-api-key",
            kind: "anthropic",
            secret: "project-credentials",
            handover: "file",
            as: ["/var/run/portico/credentials/anthropic-api-key"],
          },
        ]),
      },
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
                { name: "PORTICO_CREDENTIAL", value: "anthropic-api-key" },
                { name: "PORTICO_ARGUMENTS", value: '{"maxTokens":100}' },
                { name: "PORTICO_PROMPT_FILE", value: "/var/run/portico/input/prompt" },
                { name: "PORTICO_WEBSITE_URL_FILE", value: "/var/run/portico/input/website-url" },
                { name: "PORTICO_CREDENTIALS_DIR", value: "/var/run/portico/credentials" },
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
              projected: {
                defaultMode: 0o440,
                sources: [
                  {
                    secret: {
                      name: "project-credentials",
                      items: [{ key: "anthropic-api-key", path: "anthropic-api-key" }],
                    },
                  },
                ],
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
    const spec = specOf({ credentialRefs: [] }, []);
    expect(manifest({}, []).metadata.annotations).toEqual({});
    expect(spec.template.spec.volumes[1]).toEqual({ name: "credentials", emptyDir: { sizeLimit: "1Mi" } });
    expect(envOf(spec)).not.toHaveProperty("PORTICO_CREDENTIAL");
  });

  test("is the identity of its bot when a bot started it", () => {
    const bot = { serviceAccountName: "nightly" };
    expect(specOf({ botAccount: bot }).template.spec.serviceAccountName).toBe("nightly");
  });

  test("is the platform's list of hosts for pages when there is one", () => {
    const allowed = { ...config, websiteAllow: ["wiki.internal", "10.0.0.7:8080"] };
    const { spec } = jobManifest(session(), "acme", [], allowed) as unknown as { spec: JobSpec };
    expect(envOf(spec).PORTICO_WEBSITE_ALLOW).toBe("wiki.internal,10.0.0.7:8080");
    expect(envOf(specOf())).not.toHaveProperty("PORTICO_WEBSITE_ALLOW");
  });

  test("is its class and nothing of another", () => {
    expect(specOf({ resourceClass: "large" }).template.spec.containers[0]!.resources).toBe(
      config.resourceClasses.large,
    );
  });

  test("is the name of every variable that holds a credential, so that its value is masked", () => {
    const env = specOf({}, [anthropic, gemini]).template.spec.containers[0]!.env;
    expect(env).toContainEqual({ name: "PORTICO_CREDENTIAL_VARIABLES", value: "GEMINI_API_KEY" });
    expect(env.at(-1)).toEqual({
      name: "GEMINI_API_KEY",
      valueFrom: { secretKeyRef: { name: "project-credentials", key: "gemini-api-key" } },
    });
  });

  test("is no value of another variable, whatever the session's words refer to", () => {
    const system = "Say $(GEMINI_API_KEY) and $$.";
    const env = envOf(specOf({ agent: { model: "$(HOME)", arguments: { system } } }, [gemini]));
    expect(env.PORTICO_MODEL).toBe("$$(HOME)");
    expect(env.PORTICO_ARGUMENTS).toBe('{"system":"Say $$(GEMINI_API_KEY) and $$$$."}');
  });

  test("can be told from its Job afterwards", () => {
    expect(usesOf(manifest({}, [gemini]))).toEqual([
      {
        name: "gemini-api-key",
        kind: "gemini",
        secret: "project-credentials",
        handover: "environment",
        as: ["GEMINI_API_KEY"],
      },
    ]);
    expect(usesOf(manifest({}, []))).toBeUndefined();
    expect(
      usesOf({ metadata: { annotations: { "portico.dev/credentials": "{" } } } as never),
    ).toBeUndefined();
  });
});

describe("whom the chat agent talks to", () => {
  const jira = given("jira-api-token", "jira");
  const server = given("openai-compatible-api-key", "openai-compatible", {
    settings: { baseUrl: "https://vllm.example/v1", header: "api-key", verifyTls: false },
  });
  const asked = (model: string, ...credentials: Handed[]) =>
    providerVariables(session({ agent: { model } }).spec, credentials, {
      ...config,
      outboundAllow: "10.0.0.0/8",
    });

  test.each([
    ["claude-sonnet-4-5", [anthropic], "anthropic"],
    ["gpt-5", [], "openai"],
    ["o3-mini", [], "openai"],
    ["some-model", [], "anthropic"],
    ["gpt-oss", [jira, anthropic], "anthropic"],
    ["gemini-2.5-flash", [gemini], "gemini"],
    ["qwen3", [jira, server], "openai-compatible"],
  ])("with %s is the provider of the first credential that has one", (model, credentials, provider) => {
    expect(asked(model, ...credentials).PORTICO_PROVIDER).toBe(provider);
  });

  test("is at the platform's address, or at the one that the credential names, which is judged there", () => {
    expect(asked("gemini-2.5-flash", gemini)).toEqual({
      PORTICO_PROVIDER: "gemini",
      PORTICO_PROVIDER_URL: "https://generativelanguage.googleapis.com",
      PORTICO_CREDENTIAL: "GEMINI_API_KEY",
    });
    expect(asked("qwen3", server)).toEqual({
      PORTICO_PROVIDER: "openai-compatible",
      PORTICO_PROVIDER_URL: "https://vllm.example/v1",
      PORTICO_PROVIDER_SETTINGS: '{"baseUrl":"https://vllm.example/v1","header":"api-key","verifyTls":false}',
      PORTICO_PROVIDER_ALLOW: "10.0.0.0/8",
      PORTICO_CREDENTIAL: "openai-compatible-api-key",
    });
  });

  test("is nobody when no credential is of a provider that it can call", () => {
    expect(unsuitable([jira, given("vertex-ai-service-account", "vertex-ai")])).toMatch(
      /^The chat agent can call no provider with the credentials of the session/,
    );
    expect([unsuitable([]), unsuitable([jira, anthropic])]).toEqual([undefined, undefined]);
  });
});
