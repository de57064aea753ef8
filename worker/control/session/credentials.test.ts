import { describe, expect, test } from "vitest";
import { credentialAnnotation } from "#lib/domain/clusters/contract/credentials.ts";
import { resolveCredentials, type SecretsMetadata } from "./credentials.ts";
import { handOver } from "./handover/index.ts";

const anthropic = { kind: "anthropic", name: "anthropic", keys: { "api-key": "anthropic-api-key" } };
const jira = {
  kind: "jira",
  name: "jira",
  keys: { "api-token": "jira-api-token", "webhook-secret": "jira-webhook-secret" },
  settings: { siteUrl: "https://jira.example", email: "bot@acme.example" },
};
const vertex = {
  kind: "vertex-ai",
  name: "vertex-ai",
  keys: { "service-account": "vertex-ai-service-account" },
  settings: { region: "global" },
};
const generic = (variable: string) => ({
  kind: "generic",
  name: "generic",
  keys: { value: "generic-value" },
  settings: { handOver: "environment", variable },
});

type Descriptor = { keys: Record<string, string>; disabled?: boolean };
/** A Secret that holds these credentials; `absent` are keys that it does not have yet. */
const secret = (descriptors: Descriptor[], absent: string[] = [], bare: string[] = []) => {
  const held = [...descriptors.flatMap(({ keys }) => Object.values(keys)), ...bare];
  const data = Object.fromEntries(held.filter((key) => !absent.includes(key)).map((key) => [`f:${key}`, {}]));
  return {
    metadata: {
      name: "any",
      annotations: Object.fromEntries(
        descriptors.map((descriptor) => [
          credentialAnnotation(Object.values(descriptor.keys)[0]!),
          JSON.stringify(descriptor),
        ]),
      ),
      managedFields: [{ fieldsV1: { "f:type": {} } }, { fieldsV1: { "f:data": data } }],
    },
  } as unknown as SecretsMetadata["project-credentials"];
};
const own = (...descriptors: Descriptor[]): SecretsMetadata => ({
  "project-credentials": secret(descriptors),
});
const resolve = (names: string[], secrets: SecretsMetadata) =>
  resolveCredentials(
    names.map((name) => ({ name })),
    secrets,
  );
const placed = (names: string[], secrets: SecretsMetadata) => {
  const resolution = resolve(names, secrets);
  if (resolution.state !== "ready") throw new Error(resolution.message);
  return handOver(resolution.credentials);
};

describe("a credential that a session names", () => {
  test("is handed over as its kind says, and nothing else of the Secret is", () => {
    expect(placed(["anthropic-api-key", "jira-api-token"], own(anthropic, jira, generic("TOKEN")))).toEqual({
      env: [
        {
          name: "JIRA_API_TOKEN",
          valueFrom: {
            secretKeyRef: { name: "project-credentials", key: "jira-api-token" },
          },
        },
        { name: "JIRA_SITE_URL", value: "https://jira.example" },
        { name: "JIRA_EMAIL", value: "bot@acme.example" },
      ],
      volumes: [
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
      ],
      volumeMounts: [{ name: "credentials", mountPath: "/var/run/portico/credentials", readOnly: true }],
      initContainers: [],
    });
  });

  test("that is a file is pointed to by the variable that its programs read", () => {
    expect(placed(["vertex-ai-service-account"], own(vertex)).env).toEqual([
      {
        name: "GOOGLE_APPLICATION_CREDENTIALS",
        value: "/var/run/portico/credentials/vertex-ai-service-account",
      },
      { name: "GOOGLE_CLOUD_LOCATION", value: "global" },
    ]);
  });

  test("is looked for in the project's own Secret, then among what is shared, then what comes from outside", () => {
    const everywhere = {
      "project-credentials": secret([]),
      "shared-credentials": secret([anthropic]),
      "external-credentials": secret([anthropic, jira]),
    };
    const found = resolve(["anthropic-api-key", "jira-api-token"], everywhere);
    expect(found).toMatchObject({
      state: "ready",
      credentials: [{ secret: "shared-credentials" }, { secret: "external-credentials" }],
    });
  });

  test("and none at all is an empty folder", () => {
    expect(placed([], {}).volumes).toEqual([{ name: "credentials", emptyDir: { sizeLimit: "1Mi" } }]);
  });

  test("whose setting reads like a reference to another variable fetches nothing by it", () => {
    const settings = { siteUrl: "https://jira.example/$(ANTHROPIC_API_KEY)/$$", email: "a@b.example" };
    expect(placed(["jira-api-token"], own({ ...jira, settings } as Descriptor)).env).toContainEqual({
      name: "JIRA_SITE_URL",
      value: "https://jira.example/$$(ANTHROPIC_API_KEY)/$$$$",
    });
  });
});

describe("a session is refused", () => {
  const both = { ...jira, name: "second", keys: { "api-token": "jira-api-token.second" } };
  test.each<[string, string[], SecretsMetadata, string]>([
    ["what no Secret has", ["openai-api-key"], own(anthropic), "credential_missing"],
    [
      "what is described and was taken out",
      ["anthropic-api-key"],
      { "project-credentials": secret([anthropic], ["anthropic-api-key"]) },
      "credential_missing",
    ],
    [
      "another key of a credential than its primary",
      ["jira-webhook-secret"],
      own(jira),
      "credential_missing",
    ],
    [
      "what is there and of which nothing is said",
      ["anthropic-api-key.old"],
      { "project-credentials": secret([], [], ["anthropic-api-key.old"]) },
      "credential_missing",
    ],
    ["what is disabled", ["anthropic-api-key"], own({ ...anthropic, disabled: true }), "credential_disabled"],
    [
      "settings that are not of its kind",
      ["jira-api-token"],
      own({ ...jira, settings: {} } as Descriptor),
      "credential_unreadable",
    ],
    [
      "a kind that nobody knows",
      ["anthropic-api-key"],
      own({ ...anthropic, kind: "constructor" } as Descriptor),
      "credential_unreadable",
    ],
    [
      "a key of another part",
      ["jira-webhook-secret"],
      own({ ...jira, keys: { "webhook-secret": "jira-webhook-secret" } }),
      "credential_unreadable",
    ],
    [
      "an address beside somebody else's key for it",
      ["openai-compatible-api-key", "generic-value"],
      own(
        {
          ...anthropic,
          kind: "openai-compatible",
          keys: { "api-key": "openai-compatible-api-key" },
          settings: { baseUrl: "https://models.example/v1" },
        } as Descriptor,
        generic("OPENAI_API_KEY"),
      ),
      "credential_clash",
    ],
    ["two of one variable", ["jira-api-token", "jira-api-token.second"], own(jira, both), "credential_clash"],
    ["the volume's own entries", ["..data"], {}, "credential_missing"],
  ])("%s", (_, names, secrets, reason) => {
    const refused = resolve(names, secrets);
    expect(refused).toMatchObject({ state: "refused", reason });
    // Viewers read it.
    for (const name of names) expect(JSON.stringify(refused)).not.toContain(name);
  });

  test("with words that say which one of its credentials it is", () => {
    const off = own(jira, { ...anthropic, disabled: true });
    const key = "anthropic-api-key";
    expect([[key], ["jira-api-token", key]].map((names) => resolve(names, off))).toMatchObject([
      { message: "The session's credential is disabled. An admin can enable it." },
      { message: "Credential 2 of the session is disabled. An admin can enable it." },
    ]);
    expect(resolve(["jira-api-token", "jira-api-token.second"], own(jira, both))).toMatchObject({
      message:
        "Credentials 1 and 2 of the session are handed over under one name. A session can take one of them.",
    });
  });

  test.each(["PATH", "HOME", "LD_PRELOAD", "NODE_OPTIONS", "PORTICO_PROVIDER_URL", "HTTPS_PROXY", "a b"])(
    "a credential that would be the variable %s",
    (variable) => {
      expect(resolve(["generic-value"], own(generic(variable)))).toMatchObject({
        state: "refused",
        reason: expect.stringMatching(/^credential_(clash|unreadable)$/),
      });
    },
  );
});

test.each(["shared-credentials", "external-credentials"] as const)(
  "a credential that %s describes and does not hold yet is waited for",
  (name) => {
    expect(resolve(["anthropic-api-key"], { [name]: secret([anthropic], ["anthropic-api-key"]) })).toEqual({
      state: "waiting",
      message: "The session's credential has not come yet. The session waits for its value.",
    });
  },
);

test("a credential that the project is to get from elsewhere is waited for, unless it has one of its own", () => {
  const expected = new Set(["anthropic-api-key"]);
  const refs = [{ name: "anthropic-api-key" }];
  expect(resolveCredentials(refs, own(), expected).state).toBe("waiting");
  expect(resolveCredentials(refs, own(anthropic), expected).state).toBe("ready");
});
