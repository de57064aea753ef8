import { afterEach, describe, expect, test, vi } from "vitest";
import type { ProviderConfig } from "#lib/infra/env/index.ts";
import { createProviders, type Profile, type Provider, readGroups } from "./providers.ts";

const client = { clientId: "portico", clientSecret: "secret" };
const scope = "openid email profile";
const configs = {
  google: { type: "google", ...client },
  github: { type: "github", ...client },
  entra: { type: "entra", ...client, tenantId: "11111111-2222-3333-4444-555555555555" },
  okta: { type: "okta", ...client, issuer: "https://acme.okta.test", scope },
  keycloak: { type: "keycloak", ...client, issuer: "https://sso.test/realms/acme/", scope },
  openshift: {
    type: "openshift",
    ...client,
    apiServer: "https://api.ocp.test:6443",
    authorizationServer: "https://oauth.ocp.test/",
  },
  oidc: { type: "oidc", ...client, issuer: "https://id.test", scope },
} satisfies Record<string, ProviderConfig>;

function provider(config: ProviderConfig, groupsClaim = "groups"): Provider {
  const [made] = createProviders([config], groupsClaim);
  if (!made) throw new Error("no provider");
  return made;
}
/** What the product knows of an account after this provider told these claims. */
const profileOf = (config: ProviderConfig, claims: Record<string, unknown>, groupsClaim?: string) =>
  provider(config, groupsClaim).profile(claims as never, {}) as unknown as Profile;

const claims = { sub: "s-1", name: "Ada Byron", email: "ada@acme.test", email_verified: true };
const oidcIssuers = {
  google: "https://accounts.google.com",
  entra: "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0",
  okta: "https://acme.okta.test",
  keycloak: "https://sso.test/realms/acme",
  oidc: "https://id.test",
};
const oidcTypes = Object.keys(oidcIssuers) as (keyof typeof oidcIssuers)[];

describe.each(oidcTypes)("OpenID Connect with %s", (type) => {
  test("is discovered at its issuer and guarded by PKCE, state and nonce, with the id token read", () => {
    expect(provider(configs[type])).toMatchObject({
      id: type,
      wellKnown: `${oidcIssuers[type]}/.well-known/openid-configuration`,
      idToken: true,
      checks: ["pkce", "state", "nonce"],
      authorization: { params: { scope } },
    });
  });

  test("a person is the subject at the token's own issuer, with name, e-mail and groups", () => {
    const asked = Date.UTC(2026, 10, 22, 9) / 1000;
    const told = {
      ...claims,
      iss: "https://as-the-token-says.test",
      groups: ["ml", "staff"],
      auth_time: asked,
    };
    expect(profileOf(configs[type], told)).toEqual({
      id: "s-1",
      issuer: "https://as-the-token-says.test",
      name: "Ada Byron",
      email: "ada@acme.test",
      emailVerified: true,
      groups: ["ml", "staff"],
      confirmedAt: new Date("2026-11-22T09:00:00Z"),
    });
    expect(profileOf(configs[type], claims).confirmedAt).toBeNull();
  });

  test("says when it asked, and can be told to ask again", () => {
    const { authorization, askAgain } = provider(configs[type]);
    expect(authorization).toMatchObject({ params: { max_age: 2_592_000 } });
    expect(askAgain).toEqual({ prompt: type === "google" ? "select_account" : "login", max_age: "0" });
  });

  test.each([undefined, false, null, "true", 1])(
    "an e-mail of which the provider says %j is not verified",
    (said) => {
      expect(profileOf(configs[type], { ...claims, email_verified: said }).emailVerified).toBe(false);
    },
  );

  test.each([undefined, null, "", {}])(
    "an account whose subject is %j is refused, for it could be anybody",
    (sub) => {
      expect(() => profileOf(configs[type], { ...claims, sub })).toThrow("the provider gave no subject");
    },
  );

  test("a person without a name is called by the preferred name, the e-mail, the subject", () => {
    const { name: _, ...nameless } = claims;
    expect(profileOf(configs[type], { ...nameless, preferred_username: "ada" }).name).toBe("ada");
    expect(profileOf(configs[type], nameless).name).toBe("ada@acme.test");
  });
});

test.each([
  [["acme.test"], true],
  [["other.test", "acme.test"], true],
  [["other.test"], false],
  [[], false],
  [["test"], false],
] as const)("an address counts as verified for the provider's own domains alone: %j", (domains, verified) => {
  const config = { ...configs.oidc, emailDomains: [...domains] };
  expect(profileOf(config, claims)).toMatchObject({ email: "ada@acme.test", emailVerified: verified });
});

describe("an e-mail that is missing", () => {
  const { email: _, ...noEmail } = claims;

  test.each(["google", "okta", "keycloak", "oidc"] as const)(
    "stops the sign-in with %s, which was asked for it",
    (type) => {
      expect(() => profileOf(configs[type], noEmail)).toThrow(
        "missing_scope: the provider gave no email claim",
      );
    },
  );

  test("is none with Microsoft, where many accounts have no mailbox, and where it was not asked for", () => {
    expect(profileOf(configs.entra, noEmail)).toMatchObject({ email: null, emailVerified: false });
    expect(profileOf({ ...configs.oidc, scope: "openid profile" }, noEmail).email).toBeNull();
  });
});

describe("GitHub", () => {
  const user = { id: 583231, login: "ada", name: "Ada Byron", email: "ada@acme.test", email_verified: true };

  test("a person is the numeric id, never the login, which can be given to somebody else", () => {
    expect(profileOf(configs.github, user)).toEqual({
      id: "583231",
      issuer: "https://github.com",
      name: "Ada Byron",
      email: "ada@acme.test",
      emailVerified: true,
      groups: [],
      confirmedAt: null,
    });
    expect(profileOf(configs.github, { ...user, name: null }).name).toBe("ada");
    expect(() => profileOf(configs.github, { ...user, id: undefined })).toThrow("no subject");
  });

  test("is guarded by PKCE and state", () => {
    expect(provider(configs.github).checks).toEqual(["pkce", "state"]);
  });

  describe("the address", () => {
    afterEach(() => vi.unstubAllGlobals());

    /** What is known of an account after GitHub was asked for it and for its addresses. */
    async function ask(addresses: Response) {
      const asked: [string, RequestInit][] = [];
      vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
        asked.push([url, init]);
        return addresses;
      });
      const { userinfo } = provider(configs.github);
      if (typeof userinfo !== "object" || !userinfo.request) throw new Error("not asked for");
      const context = {
        tokens: { access_token: "t-1" },
        client: { userinfo: async () => ({ id: 7, login: "ada", email: "shown@profile.test" }) },
      };
      const answered = await userinfo.request(context as never);
      return { asked, profile: profileOf(configs.github, answered as Record<string, unknown>) };
    }

    test("is the primary one, as verified as GitHub says, and not the one on the profile", async () => {
      const { asked, profile } = await ask(
        Response.json([
          { email: "old@acme.test", primary: false, verified: true },
          { email: "ada@acme.test", primary: true, verified: false },
        ]),
      );
      expect(profile).toMatchObject({ email: "ada@acme.test", emailVerified: false });
      expect(asked[0]?.[0]).toBe("https://api.github.com/user/emails");
      expect(asked[0]?.[1].headers).toMatchObject({ authorization: "Bearer t-1" });
    });

    test("is none where GitHub does not tell", async () => {
      const { profile } = await ask(new Response(null, { status: 403 }));
      expect(profile).toMatchObject({ email: null, emailVerified: false });
    });
  });
});

describe("OpenShift", () => {
  test("a person is the user's uid at the API server, with its groups and without an e-mail", () => {
    const user = { metadata: { uid: "u-1", name: "ada" }, fullName: "Ada Byron", groups: ["ml", 7] };
    expect(profileOf(configs.openshift, { ...user, email: "ada@acme.test", email_verified: true })).toEqual({
      id: "u-1",
      issuer: "https://api.ocp.test:6443",
      name: "Ada Byron",
      email: null,
      emailVerified: false,
      groups: ["ml"],
      confirmedAt: null,
    });
    expect(profileOf(configs.openshift, { metadata: { uid: "u-1", name: "ada" } }).name).toBe("ada");
    expect(() => profileOf(configs.openshift, { metadata: { name: "ada" } })).toThrow("no subject");
    expect(() => profileOf(configs.openshift, {})).toThrow("no subject");
  });

  test("asks the configured servers and no other, guarded by PKCE and state", () => {
    expect(provider(configs.openshift)).toMatchObject({
      checks: ["pkce", "state"],
      authorization: { url: "https://oauth.ocp.test/oauth/authorize", params: { scope: "user:info" } },
      token: "https://oauth.ocp.test/oauth/token",
      userinfo: "https://api.ocp.test:6443/apis/user.openshift.io/v1/users/~",
    });
  });
});

test.each<[string, string, Record<string, unknown>, string[]]>([
  ["a list", "groups", { groups: ["a", "b"] }, ["a", "b"]],
  ["one string", "groups", { groups: "a" }, ["a"]],
  ["nothing", "groups", {}, []],
  ["null", "groups", { groups: null }, []],
  ["a list with other things in it", "groups", { groups: ["a", 1, null, { name: "b" }] }, ["a"]],
  ["a nested list", "realm_access.roles", { realm_access: { roles: ["a"] } }, ["a"]],
  ["a path into nothing", "realm_access.roles", { realm_access: null }, []],
  ["a path into a string", "groups.names", { groups: "a" }, []],
])("groups are read from %s", (_, path, told, groups) => {
  expect(readGroups(told, path)).toEqual(groups);
});

test("no more than 500 groups are kept", () => {
  const many = Array.from({ length: 600 }, (_, i) => `g-${i}`);
  expect(readGroups({ groups: many }, "groups")).toHaveLength(500);
});

test("the claim of groups is the configured one", () => {
  const told = { ...claims, groups: ["wrong"], realm_access: { roles: ["right"] } };
  expect(profileOf(configs.keycloak, told, "realm_access.roles").groups).toEqual(["right"]);
});

test("several providers stand side by side in their order, two issuers of one type under ids of their own", () => {
  const two: ProviderConfig[] = [
    ...Object.values(configs),
    { ...configs.oidc, id: "partner", label: "Partner", issuer: "https://partner.test" },
  ];
  expect(createProviders(two, "groups").map(({ id, label }) => [id, label])).toEqual([
    ["google", "Google"],
    ["github", "GitHub"],
    ["entra", "Microsoft"],
    ["okta", "Okta"],
    ["keycloak", "Keycloak"],
    ["openshift", "OpenShift"],
    ["oidc", "Single sign-on"],
    ["partner", "Partner"],
  ]);
});
