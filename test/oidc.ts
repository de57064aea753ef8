import { createHash, randomBytes } from "node:crypto";

type Client = { clientId: string; clientSecret: string; redirectUri: string };

/** Signs somebody in at an issuer by the code flow with PKCE, as a browser would, and answers what the client is given. */
export async function signInAt(
  issuer: string,
  { clientId, clientSecret, redirectUri }: Client,
  person: { email: string; password: string },
): Promise<{ id_token: string; access_token: string }> {
  const cookies = new Map<string, string>();
  const go = async (address: string, init: RequestInit = {}): Promise<URL> => {
    let url = new URL(address, issuer);
    let request = init;
    for (let hop = 0; hop < 10 && !url.href.startsWith(redirectUri); hop++) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const answer = await fetch(url, { ...request, redirect: "manual", headers: { cookie } });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value) cookies.set(name, value);
      }
      const next = answer.headers.get("location");
      if (!next) return url;
      url = new URL(next, url);
      request = {};
    }
    return url;
  };
  const verifier = randomBytes(32).toString("base64url");
  const asked = new URLSearchParams({
    client_id: clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: "openid email profile groups",
    state: "s",
    nonce: "n",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const form = await go(`/auth?${asked}`);
  const back = await go(form.href, { method: "POST", body: new URLSearchParams(person) });
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  const answer = await fetch(`${issuer}/token`, {
    method: "POST",
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: back.searchParams.get("code") ?? "",
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  if (!answer.ok) throw new Error(`The issuer answered ${answer.status}: ${await answer.text()}`);
  return answer.json() as Promise<{ id_token: string; access_token: string }>;
}
