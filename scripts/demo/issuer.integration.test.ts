import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Issuer, type IssuerOptions, startIssuer } from "./issuer.ts";

const redirectUri = "http://127.0.0.1:9/api/auth/callback/demo";
const people = ["ada", "denied", "skewed", "no-email"].map((name) => ({
  email: `${name}@northmoor.example`,
  password: `${name}-password`,
  name: `${name} Person`,
  sub: `sub-${name}`,
  groups: ["research", "everyone"],
}));
const options: IssuerOptions = {
  people,
  clients: [{ clientId: "portico", clientSecret: "s3cret:with/signs", redirectUris: [redirectUri] }],
};
let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer(options);
});
afterAll(() => issuer.close());

/** A browser as far as a sign-in needs one: keeps cookies by path, follows redirects until the client's callback. */
class Browser {
  readonly #cookies = new Map<string, { value: string; path: string }>();

  async go(address: string, init: RequestInit = {}): Promise<{ response: Response; url: URL }> {
    let url = new URL(address, issuer.issuer);
    let request = init;
    for (let hop = 0; hop < 10; hop++) {
      if (url.href.startsWith(redirectUri)) return { response: new Response(), url };
      const cookie = [...this.#cookies]
        .filter(([, { path }]) => url.pathname.startsWith(path))
        .map(([name, { value }]) => `${name}=${value}`);
      const response = await fetch(url, {
        ...request,
        redirect: "manual",
        headers: { cookie: cookie.join("; ") },
      });
      for (const line of response.headers.getSetCookie()) this.#keep(line);
      const location = response.headers.get("location");
      if (!location) return { response, url };
      url = new URL(location, url);
      request = {};
    }
    throw new Error("too many redirects");
  }

  #keep(line: string) {
    const [pair = "", ...attributes] = line.split("; ");
    const [name = "", value = ""] = pair.split("=", 2);
    const path = attributes.find((attribute) => attribute.startsWith("path="))?.slice(5) ?? "/";
    if (value === "") this.#cookies.delete(name);
    else this.#cookies.set(name, { value, path });
  }
}

const verifier = randomBytes(32).toString("base64url");

function authorizeURL(change: Record<string, string | undefined> = {}): string {
  const parameters = {
    client_id: "portico",
    response_type: "code",
    redirect_uri: redirectUri,
    scope: "openid email profile groups",
    state: "the-state",
    nonce: "the-nonce",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...change,
  };
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return `/auth?${new URLSearchParams(given)}`;
}

async function signIn(name: string, password = `${name}-password`, asked: Record<string, string> = {}) {
  const browser = new Browser();
  const { url } = await browser.go(authorizeURL(asked));
  const body = new URLSearchParams({ email: `${name}@northmoor.example`, password });
  return browser.go(url.href, { method: "POST", body });
}

async function exchange(code: string | null, codeVerifier = verifier) {
  const credentials = `${encodeURIComponent("portico")}:${encodeURIComponent("s3cret:with/signs")}`;
  return fetch(`${issuer.issuer}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: code ?? "",
      redirect_uri: redirectUri,
      code_verifier: codeVerifier,
    }),
  });
}

type Tokens = { id_token: string; access_token: string };

describe("signing in", () => {
  test("says when it asked, and asks again when it is told to", async () => {
    const ways: Record<string, string>[] = [{ max_age: "2592000" }, { max_age: "0", prompt: "login" }];
    for (const asked of ways) {
      const { url } = await signIn("ada", undefined, asked);
      const tokens = (await (await exchange(url.searchParams.get("code"))).json()) as Tokens;
      const { auth_time } = decodeJwt(tokens.id_token);
      expect(Math.abs(Number(auth_time) - Date.now() / 1000)).toBeLessThan(60);
    }
  });

  test("the code flow with PKCE gives a verifiable id token with e-mail, name, groups and nonce", async () => {
    const { url } = await signIn("ada");
    expect(url.searchParams.get("state")).toBe("the-state");
    expect(url.searchParams.get("iss")).toBe(issuer.issuer);
    const response = await exchange(url.searchParams.get("code"));
    expect(response.status).toBe(200);
    const tokens = (await response.json()) as Tokens;
    const jwks = createRemoteJWKSet(new URL(`${issuer.issuer}/jwks`));
    const { payload } = await jwtVerify(tokens.id_token, jwks, {
      issuer: issuer.issuer,
      audience: "portico",
    });
    const claims = {
      sub: "sub-ada",
      email: "ada@northmoor.example",
      email_verified: true,
      name: "ada Person",
      preferred_username: "ada",
      groups: ["research", "everyone"],
    };
    expect(payload).toMatchObject({ ...claims, nonce: "the-nonce" });
    const userinfo = await fetch(`${issuer.issuer}/me`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(await userinfo.json()).toEqual(claims);
  });

  test("a wrong password is refused in a sentence, without saying which half is wrong", async () => {
    const { response, url } = await signIn("ada", "wrong");
    expect(response.status).toBe(401);
    expect(url.pathname).toMatch(/^\/interaction\//);
    expect(await response.text()).toContain("do not belong together");
  });

  test("the name of a person fills the form", async () => {
    const browser = new Browser();
    const { url } = await browser.go(authorizeURL());
    const { response } = await browser.go(`${url.pathname}?as=ada%40northmoor.example`);
    const html = await response.text();
    expect(html).toContain('value="ada@northmoor.example"');
    expect(html).toContain('value="ada-password"');
  });

  test("the page asks again in a browser where somebody has signed in, so that people can change", async () => {
    const browser = new Browser();
    const { url } = await browser.go(authorizeURL());
    const body = new URLSearchParams({ email: "ada@northmoor.example", password: "ada-password" });
    const signedIn = await browser.go(url.href, { method: "POST", body });
    expect(signedIn.url.searchParams.get("code")).toBeTruthy();
    const again = await browser.go(authorizeURL());
    expect(again.url.pathname).toMatch(/^\/interaction\//);
  });
});

describe("what is refused", () => {
  test("a request without PKCE", async () => {
    const { url } = await new Browser().go(
      authorizeURL({ code_challenge: undefined, code_challenge_method: undefined }),
    );
    expect(url.searchParams.get("error")).toBe("invalid_request");
    expect(url.searchParams.get("error_description")).toContain("PKCE");
  });

  test("a code with another verifier", async () => {
    const { url } = await signIn("ada");
    const response = await exchange(url.searchParams.get("code"), "x".repeat(43));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: "invalid_grant" });
  });

  test("a callback that is not registered, on the issuer's own page and in words", async () => {
    const { response, url } = await new Browser().go(
      authorizeURL({ redirect_uri: "https://evil.example/<b>" }),
    );
    expect(response.status).toBe(400);
    expect(url.origin).toBe(issuer.issuer);
    const html = await response.text();
    expect(html).toContain("not registered here");
    expect(html).not.toContain("<b>");
  });

  test("a sign-in page that nobody opened", async () => {
    const { response } = await new Browser().go("/interaction/unknown");
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("start again");
  });
});

describe("bad days on purpose", () => {
  test("denied@ comes back with access_denied", async () => {
    const { url } = await signIn("denied");
    expect(url.searchParams.get("error")).toBe("access_denied");
    expect(url.searchParams.get("state")).toBe("the-state");
  });

  test("cancelling comes back with access_denied", async () => {
    const browser = new Browser();
    const { url } = await browser.go(authorizeURL());
    const back = await browser.go(`${url.pathname}/cancel`);
    expect(back.url.searchParams.get("error")).toBe("access_denied");
  });

  test("skewed@ gets a well-signed id token that has expired, from a clock that is behind", async () => {
    const { url } = await signIn("skewed");
    const { id_token } = (await (await exchange(url.searchParams.get("code"))).json()) as Tokens;
    const jwks = createRemoteJWKSet(new URL(`${issuer.issuer}/jwks`));
    await expect(jwtVerify(id_token, jwks)).rejects.toMatchObject({ code: "ERR_JWT_EXPIRED" });
    const currentDate = new Date(Date.now() - 7_200_000);
    await expect(jwtVerify(id_token, jwks, { currentDate })).resolves.toBeTruthy();
  });

  test("no-email@ gets no e-mail claim", async () => {
    const { url } = await signIn("no-email");
    const { id_token } = (await (await exchange(url.searchParams.get("code"))).json()) as Tokens;
    expect(decodeJwt(id_token)).toMatchObject({ sub: "sub-no-email" });
    expect(decodeJwt(id_token)).not.toHaveProperty("email");
  });
});

test("signing out at the issuer goes back to a registered address", async () => {
  const back = "http://127.0.0.1:9/api/auth/callback/demo/out";
  const clients = [{ ...options.clients[0]!, postLogoutRedirectUris: [back] }];
  const other = await startIssuer({ ...options, clients });
  const first = issuer;
  issuer = other;
  try {
    const browser = new Browser();
    const asked = new URLSearchParams({ client_id: "portico", post_logout_redirect_uri: back });
    const { response } = await browser.go(`/session/end?${asked}`);
    const html = await response.text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? "";
    const body = new URLSearchParams({ xsrf, logout: "yes" });
    const { url } = await browser.go("/session/end/confirm", { method: "POST", body });
    expect(url.href).toBe(back);
  } finally {
    issuer = first;
    await other.close();
  }
});

test("keys survive a restart with a state folder, and only its owner may read them", async () => {
  const stateDir = await mkdtemp(join(tmpdir(), "issuer-"));
  try {
    const kids = [];
    for (let start = 0; start < 2; start++) {
      const started = await startIssuer({ ...options, stateDir });
      const { keys } = (await (await fetch(`${started.issuer}/jwks`)).json()) as { keys: { kid: string }[] };
      kids.push(keys.map((key) => key.kid));
      await started.close();
    }
    expect(kids[0]).toEqual(kids[1]);
    expect((await stat(join(stateDir, "issuer-keys.json"))).mode & 0o077).toBe(0);
  } finally {
    await rm(stateDir, { recursive: true });
  }
});
