import { afterEach, expect, test, vi } from "vitest";

afterEach(() => vi.unstubAllEnvs());

/** The web's settings with these providers, or the one line that it does not start with. */
async function webWith(...providers: object[]) {
  vi.resetModules();
  vi.stubEnv("PORTICO_DATABASE_URL", "postgresql://portico_app@db.test/portico");
  vi.stubEnv("PORTICO_URL", "https://portico.test");
  vi.stubEnv("PORTICO_AUTH_SECRET", "x".repeat(32));
  vi.stubEnv("PORTICO_PROVIDERS", JSON.stringify(providers));
  const { webEnv } = await import("./index.ts");
  try {
    return webEnv();
  } catch (error) {
    return (error as Error).message;
  }
}

const client = { clientId: "portico", clientSecret: "do-not-print" };
const google = { type: "google", ...client };
const okta = { type: "okta", ...client, issuer: "https://acme.okta.test" };

test.each<[object, object, string]>([
  [google, google, "google"],
  [okta, { ...okta, issuer: "https://other.okta.test" }, "okta"],
  [google, { ...okta, id: "google" }, "google"],
])(
  "two providers with one id stop the start with one line that names it and no secret",
  async (one, other, id) => {
    const line = await webWith(one, other);
    expect(line).toMatch(
      `Portico does not start: PORTICO_PROVIDERS is not valid: has two providers with the id ${id};`,
    );
    expect(line).not.toMatch(/do-not-print|\n/);
  },
);

test("two issuers of one type stand side by side under ids of their own", async () => {
  expect(await webWith(google, okta, { ...okta, id: "partner" })).toMatchObject({
    PORTICO_PROVIDERS: [{ type: "google" }, { type: "okta" }, { id: "partner" }],
  });
});

/** The worker's settings with this one, or the one line that it does not start with. */
async function workerWith(name: string, value: string) {
  vi.resetModules();
  vi.stubEnv("PORTICO_DATABASE_URL", "postgresql://portico_worker@db.test/portico");
  vi.stubEnv("PORTICO_AUDIT_KEYS", JSON.stringify([{ id: "k1", secret: "k".repeat(32) }]));
  vi.stubEnv(name, value);
  const { workerEnv } = await import("./index.ts");
  try {
    return workerEnv();
  } catch (error) {
    return (error as Error).message;
  }
}

const gateways = (...entries: unknown[]) => workerWith("PORTICO_GATEWAYS", JSON.stringify(entries));
const good = [
  { cidr: "10.20.0.0/24", ports: [443] },
  { cidr: "2001:db8::/32", ports: [443, 8443] },
  { namespace: "model-gateway", ports: [8080] },
];

test("gateways are taken as address ranges and namespaces", async () => {
  expect(await gateways(...good)).toMatchObject({ PORTICO_GATEWAYS: good });
});

test.each<[string, unknown]>([
  ["an address without a range", { cidr: "10.20.0.1", ports: [443] }],
  ["a range that is none", { cidr: "10.20.0.0/33", ports: [443] }],
  ["a name in place of a range", { cidr: "gateway.test", ports: [443] }],
  ["the metadata address", { cidr: "169.254.169.254/32", ports: [80] }],
  ["everything", { cidr: "0.0.0.0/0", ports: [443] }],
  ["a namespace that is no name", { namespace: "Model Gateway", ports: [443] }],
  ["a range and a namespace at once", { cidr: "10.20.0.0/24", namespace: "gateway", ports: [443] }],
  ["no port", { cidr: "10.20.0.0/24", ports: [] }],
  ["a port that is none", { cidr: "10.20.0.0/24", ports: [70_000] }],
  ["a word", "10.20.0.0/24"],
])(
  "a gateway that is %s stops the start with one line that names the setting and the entry",
  async (_, entry) => {
    const line = await gateways(good[0], entry);
    expect(line).toMatch(
      /^Portico does not start: PORTICO_GATEWAYS is not valid: entry 2 needs \{"cidr", "ports"\}/,
    );
    expect(line).not.toContain("\n");
  },
);

test("the worker listens on loopback unless it is told otherwise, and only on an address", async () => {
  expect(await gateways()).toMatchObject({ PORTICO_HEALTH_ADDRESS: "127.0.0.1" });
  expect(await workerWith("PORTICO_HEALTH_ADDRESS", "0.0.0.0")).toMatchObject({
    PORTICO_HEALTH_ADDRESS: "0.0.0.0",
  });
  expect(await workerWith("PORTICO_HEALTH_ADDRESS", "everywhere")).toMatch(
    /PORTICO_HEALTH_ADDRESS is not valid: needs an IP address/,
  );
});

test.each(["PORTICO_ANTHROPIC_URL", "PORTICO_OPENAI_URL"])(
  "%s that is no address stops the start",
  async (name) => {
    expect(await workerWith(name, "no address")).toContain(`${name} is not valid`);
  },
);

test("what people may name beside https is read at the start, and a wrong entry is named", async () => {
  expect(await workerWith("PORTICO_OUTBOUND_ALLOW", "gitlab.corp, 10.0.0.0/8")).toMatchObject({
    PORTICO_OUTBOUND_ALLOW: [{ hostname: "gitlab.corp", port: null }, {}],
  });
  expect(await workerWith("PORTICO_OUTBOUND_ALLOW", "10.0.0.0/40")).toContain('"10.0.0.0/40" is not a host');
});

test("a worker that sends e-mails needs to know where their links lead", async () => {
  expect(await workerWith("PORTICO_SMTP_URL", "smtp://mail.example")).toMatch(/PORTICO_URL is missing/);
});

test.each([
  ["none", "[]"],
  ["a short secret", JSON.stringify([{ id: "k1", secret: "short" }])],
  ["one id twice", JSON.stringify([1, 2].map(() => ({ id: "k1", secret: "k".repeat(32) })))],
])("the audit log's keys: %s ends the start, without saying a secret", async (_, keys) => {
  expect(await workerWith("PORTICO_AUDIT_KEYS", keys)).toMatch(
    /^Portico does not start: PORTICO_AUDIT_KEYS is not valid: (?!.*(short|kkk))/,
  );
});

test("with several providers it must be said whose word makes a platform admin", async () => {
  vi.stubEnv("PORTICO_PLATFORM_ADMINS", "boss@acme.test");
  expect(await webWith(google)).toBeInstanceOf(Object);
  expect(await webWith(google, okta)).toBe(
    "Portico does not start: PORTICO_PLATFORM_ADMIN_ISSUER is missing. See docs/configuration.md.",
  );
  vi.stubEnv("PORTICO_PLATFORM_ADMIN_ISSUER", "https://accounts.google.com");
  expect(await webWith(google, okta)).toBeInstanceOf(Object);
});

test.each([
  ["portico/{organization}/{project}/", true],
  ["portico/{organizationId}/", true],
  ["{projectId}-", true],
  ["portico_{organization}_{project}_", true],
  ["portico/{organization}", false],
  ["{organization}-", false],
  ["{organization}-{project}/", false],
  ["{organization}{project}/", false],
  ["{organization}{projectId}", false],
  ["portico/{project}/", false],
  ["portico/{organisation}/{organization}/", false],
  ["portico/", false],
])("keys of a store that begin with %s are, or are not, one project's own", async (prefix, own) => {
  const read = await workerWith("PORTICO_EXTERNAL_STORES", JSON.stringify([{ name: "vault", prefix }]));
  if (own) expect(read).toMatchObject({ PORTICO_EXTERNAL_STORES: [{ prefix }] });
  else expect(read).toMatch(/^Portico does not start: PORTICO_EXTERNAL_STORES/);
});
