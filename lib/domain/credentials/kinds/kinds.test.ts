import fc from "fast-check";
import { describe, expect, test } from "vitest";
import texts from "../../../../messages/en/credentialKinds.json" with { type: "json" };
import reasons from "../../../../messages/en/reasons.json" with { type: "json" };
import { isAim } from "../aims.ts";
import { secretKeyOf } from "../names.ts";
import { credentialKinds, handoverOf, isCredentialKind, kindOf, readMaterial } from "./index.ts";

const serviceAccount = JSON.stringify({
  type: "service_account",
  project_id: "a-project",
  client_email: "bot@a-project.iam.gserviceaccount.com",
  private_key: "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n",
});
const pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";

const settingsOf = (kind: Parameters<typeof readMaterial>[0], settings: Record<string, unknown>) => {
  const read = readMaterial(kind, {
    settings,
    values: Object.fromEntries(kindOf(kind).parts.map(({ suffix }) => [suffix, "a-secret-1234"])),
  });
  return read.ok ? read.material.settings : read.problems;
};

describe.each(credentialKinds)("the kind %s", (id) => {
  const kind = kindOf(id);

  test("asks for each of its settings and parts, with words for them", () => {
    const { setting = {}, part } = texts[id] as {
      setting?: Record<string, { label: string; hint: string; option?: Record<string, string> }>;
      part: Record<string, { label: string; hint: string }>;
    };
    expect(Object.keys(kind.fields).sort()).toEqual(Object.keys(kind.settings.shape).sort());
    expect(Object.keys(setting).sort()).toEqual(Object.keys(kind.fields).sort());
    expect(Object.keys(part)).toEqual(kind.parts.map(({ suffix }) => suffix));
    for (const [name, field] of Object.entries(kind.fields))
      if (field.control === "choice")
        expect(Object.keys(setting[name]?.option ?? {})).toEqual([...field.options]);
    expect(new URL(kind.docs).protocol).toBe("https:");
  });

  test("refuses whatever is given at a field of its own, by a sentence that there is", () => {
    const anything = fc.record({
      settings: fc.dictionary(
        fc.constantFrom(...Object.keys(kind.fields), "other"),
        fc.oneof(fc.string(), fc.webUrl(), fc.boolean(), fc.integer(), fc.constant(null)),
      ),
      values: fc.dictionary(fc.constantFrom(...kind.parts.map(({ suffix }) => suffix), "other"), fc.string()),
    });
    fc.assert(
      fc.property(anything, (given) => {
        const read = readMaterial(id, given);
        if (read.ok) {
          expect(handoverOf(id, read.material.settings, Object.keys(read.material.values))).toBeInstanceOf(
            Array,
          );
          expect(read.material.values).toHaveProperty([kind.parts[0].suffix]);
          return;
        }
        for (const { field, reason } of read.problems) {
          expect(field).toMatch(/^(settings|values)(\.|$)/);
          // What is of the wrong type, which no form sends, is said by the schema itself.
          if (!/^Invalid input|^Too /.test(reason)) expect(reasons).toHaveProperty([reason]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("what somebody gives for a credential", () => {
  test("is trimmed, filled with what a kind is set to by itself, and left out where it is empty", () => {
    expect(
      readMaterial("gitlab", { settings: { ca: " " }, values: { token: " glpat-12345678 \n" } }),
    ).toEqual({
      ok: true,
      material: {
        kind: "gitlab",
        settings: { baseUrl: "https://gitlab.com", verifyTls: true },
        values: { token: "glpat-12345678" },
      },
    });
    expect(
      readMaterial("jira", {
        settings: { siteUrl: "https://a.atlassian.net/", email: "a@b.example" },
        values: { "api-token": "12345678", "webhook-secret": "" },
      }),
    ).toMatchObject({
      material: { settings: { siteUrl: "https://a.atlassian.net" }, values: { "api-token": "12345678" } },
    });
  });

  test("has every problem named at its field", () => {
    expect(
      readMaterial("azure-openai", {
        settings: { endpoint: "name.openai.azure.com", deployment: "", other: "x" },
        values: { "api-key": "two words here", secret: "x" },
      }),
    ).toEqual({
      ok: false,
      problems: [
        { field: "settings.endpoint", reason: "base_url_form" },
        { field: "settings.deployment", reason: "required" },
        { field: "settings", reason: "setting_unknown" },
        { field: "values.api-key", reason: "value_form" },
        { field: "values.secret", reason: "part_unknown" },
      ],
    });
  });

  test.each([
    ["PATH", false],
    ["AWS_ENDPOINT_URL", false],
    ["AWS_ENDPOINT_URL_S3", false],
    ["AWS_CONFIG_FILE", false],
    ["ANTHROPIC_BASE_URL", false],
    ["OPENAI_API_BASE", false],
    ["GITHUB_API_URL", false],
    ["GITLAB_HOST", false],
    ["REQUESTS_CA_BUNDLE", false],
    ["CURL_CA_BUNDLE", false],
    ["SSLKEYLOGFILE", false],
    ["NETRC", false],
    ["DOTNET_STARTUP_HOOKS", false],
    ["DATABASE_URL", true],
    ["SLACK_WEBHOOK_URL", true],
    ["OPENAI_API_KEY", true],
    ["DATABASE_PASSWORD", true],
  ])("may or may not be the variable %s", (variable, may) => {
    const settings = { handOver: "environment", variable };
    expect(settingsOf("generic", settings)).toEqual(
      may ? settings : [{ field: "settings.variable", reason: "variable_reserved" }],
    );
  });

  test.each([
    "https://user:word@host",
    "https://host/?a",
    "https://host/#a",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "host",
  ])("is no address: %s", (siteUrl) =>
    expect(settingsOf("jira", { siteUrl, email: "a@b.example" })).toEqual([
      { field: "settings.siteUrl", reason: "base_url_form" },
    ]),
  );

  test.each([
    "Host",
    "content-length",
    "Transfer-Encoding",
    "cookie",
    "proxy-authorization",
    "a b",
    "a\r\nb",
  ])("is no header for a key: %s", (header) =>
    expect(settingsOf("openai-compatible", { baseUrl: "https://m.example/v1", header })).toEqual([
      { field: "settings.header", reason: "header_form" },
    ]),
  );

  test("is no region that would make another host", () => {
    const aws = { accessKeyId: "AKIA1234567890123456" };
    expect(settingsOf("bedrock", { ...aws, region: "eu-central-1" })).toMatchObject({
      region: "eu-central-1",
    });
    for (const region of ["eu-central-1.evil.example/", "evil.example#", "a", "EU-CENTRAL-1"])
      expect(settingsOf("bedrock", { ...aws, region })).toEqual([
        { field: "settings.region", reason: "region_form" },
      ]);
  });

  test("may be no token where a server asks for none, and stands there as an empty value", () => {
    expect(
      readMaterial("openai-compatible", { settings: { baseUrl: "https://m.example/v1" }, values: {} }),
    ).toMatchObject({
      ok: true,
      material: { values: { "api-key": "" } },
    });
    expect(readMaterial("anthropic", { settings: {}, values: {} })).toMatchObject({
      problems: [{ field: "values.api-key", reason: "required" }],
    });
  });

  test("is a key file or a certificate only if it is one", () => {
    const vertex = (value: string) =>
      readMaterial("vertex-ai", { settings: {}, values: { "service-account": value } });
    expect(vertex(serviceAccount)).toMatchObject({ ok: true, material: { settings: { region: "global" } } });
    expect(vertex('{"type":"authorized_user"}')).toMatchObject({
      problems: [{ reason: "service_account_form" }],
    });
    expect(settingsOf("gitlab", { ca: `${pem}\n${pem}\n` })).toMatchObject({ ca: `${pem}\n${pem}` });
    expect(settingsOf("gitlab", { ca: "AAAA" })).toEqual([{ field: "settings.ca", reason: "pem_form" }]);
  });

  test("of any other kind, names a variable that nothing else needs", () => {
    expect(settingsOf("generic", { handOver: "environment" })).toEqual([
      { field: "settings.variable", reason: "required" },
    ]);
    for (const variable of ["PATH", "LD_PRELOAD", "NODE_OPTIONS", "PORTICO_SESSION"])
      expect(settingsOf("generic", { handOver: "environment", variable })).toEqual([
        { field: "settings.variable", reason: "variable_reserved" },
      ]);
    expect(settingsOf("generic", { handOver: "memory" })).toEqual([
      { field: "settings.handOver", reason: "choice_unknown" },
    ]);
  });
});

describe("how a credential reaches a session", () => {
  test("by file or by variable, without what stays behind or is not there", () => {
    expect(handoverOf("anthropic", {}, ["api-key"])).toEqual([{ as: "file", part: "api-key" }]);
    const site = { siteUrl: "https://a.atlassian.net", email: "a@b.example" };
    expect(handoverOf("jira", site, ["api-token", "webhook-secret"])).toEqual([
      { as: "environment", variable: "JIRA_API_TOKEN", part: "api-token" },
      { as: "environment", variable: "JIRA_SITE_URL", value: site.siteUrl },
      { as: "environment", variable: "JIRA_EMAIL", value: site.email },
    ]);
    const aws = { accessKeyId: "AKIA1234567890123456", region: "eu-central-1" };
    const variables = handoverOf("bedrock", aws, ["secret-access-key"]).map(
      (one) => "variable" in one && one.variable,
    );
    expect(variables).toEqual(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"]);
    expect(handoverOf("generic", { handOver: "environment", variable: "DEPLOY_TOKEN" }, ["value"])).toEqual([
      { as: "environment", variable: "DEPLOY_TOKEN", part: "value" },
    ]);
  });
});

test("names in the Secret are the kind's own for its first, and never those of another", () => {
  expect(secretKeyOf("anthropic", "anthropic")).toBe("anthropic-api-key");
  expect(secretKeyOf("jira", "jira", "webhook-secret")).toBe("jira-webhook-secret");
  expect(secretKeyOf("jira", "support")).toBe("jira-api-token.support");
  const all = credentialKinds.flatMap((kind) =>
    kindOf(kind).parts.flatMap(({ suffix }) =>
      [kind, "other", ...credentialKinds].map((name) => `${secretKeyOf(kind, name, suffix)}`),
    ),
  );
  const each = credentialKinds.flatMap((kind) =>
    kindOf(kind).parts.flatMap(({ suffix }) =>
      [...new Set([kind, "other", ...credentialKinds])].map((name) => [kind, suffix, name].join()),
    ),
  );
  expect(new Set(all).size).toBe(each.length);
  expect(["anthropic", "toString", "", "constructor"].map(isCredentialKind)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test("which settings may change without the value: whoever adds a kind sees here what is taken for harmless", () => {
  const free = credentialKinds.flatMap((id) => {
    const names = Object.keys(kindOf(id).fields).filter((name) => !isAim(id, name, "text"));
    return names.length > 0 ? [[id, names.join(" ")]] : [];
  });
  expect(Object.fromEntries(free)).toMatchInlineSnapshot(`
    {
      "azure-openai": "deployment apiVersion",
      "bedrock": "accessKeyId region model",
      "generic": "handOver variable",
      "jira": "email",
      "openai-compatible": "model",
      "registry": "username",
      "vertex-ai": "project region model",
    }
  `);
});
