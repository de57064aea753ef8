import { z } from "zod";
import { type Api, errorText, good, type ProbeOf, type Reply, StageFailure } from "./probe.ts";

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;

export const probeJira: ProbeOf<"jira"> = ({ siteUrl, email }, { "api-token": token = "" }) => ({
  url: new URL(siteUrl),
  configured: false,
  async signIn({ api, hide }) {
    const authorization = basic(email, token);
    hide(authorization.slice("Basic ".length));
    const headers = { authorization, accept: "application/json" };
    good(await api.ask("/rest/api/3/myself", { headers }), z.object({ accountId: z.string() }));
  },
});

const rate = z.object({
  resources: z.object({ core: z.object({ limit: z.number(), remaining: z.number() }) }),
});

export const probeGithub: ProbeOf<"github"> = ({ baseUrl, ca, verifyTls }, { token = "" }, { urls }) => {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
  };
  return {
    url: new URL(baseUrl ?? urls.github),
    configured: baseUrl === undefined,
    ca,
    verifyTls,
    async signIn({ api }) {
      good(await api.ask("/user", { headers }), z.object({ login: z.string() }), limited);
    },
    async quota({ api }) {
      const reply = await api.ask("/rate_limit", { headers });
      // GitHub Enterprise answers so where limits are off.
      if (reply.status === 404) return;
      const { core } = good(reply, rate, limited).resources;
      if (core.remaining === 0)
        throw new StageFailure("limited", `All ${core.limit} requests of this hour are used.`, 200);
    },
  };

  /** GitHub says by 403 too that a limit is reached. */
  function limited({ status, headers: said }: Reply) {
    return status === 403 && (said["x-ratelimit-remaining"] === "0" || said["retry-after"])
      ? ("limited" as const)
      : undefined;
  }
};

export const probeGitlab: ProbeOf<"gitlab"> = ({ baseUrl, ca, verifyTls }, { token = "" }) => ({
  url: new URL(baseUrl),
  configured: false,
  ca,
  verifyTls,
  async signIn({ api }) {
    const reply = await api.ask("/api/v4/user", { headers: { "private-token": token } });
    // A token for repositories alone is known there and may not ask who it is.
    if (reply.status === 403 && errorText(reply, "error") === "insufficient_scope") return;
    good(reply, z.object({ username: z.string() }));
  },
});

/** The parts of a challenge: `Bearer realm="…",service="…"`. */
const challengeOf = (header: string) =>
  ({
    scheme: header.split(" ")[0]?.toLowerCase(),
    ...Object.fromEntries([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value])),
  }) as { scheme?: string; realm?: string; service?: string };

export const probeRegistry: ProbeOf<"registry"> = (
  { server, username, ca, verifyTls },
  { password = "" },
) => {
  // Images of Docker's own registry are named by another host than the one that serves them.
  const host = /^(index\.)?docker\.io$/i.test(server) ? "registry-1.docker.io" : server;
  const authorization = basic(username, password);
  const isRegistry = ({ headers }: Reply) => headers["docker-distribution-api-version"] !== undefined;
  const checked = (reply: Reply) =>
    good(reply, z.unknown(), (bad) => (bad.status === 403 || bad.status === 400 ? "refused" : undefined));
  return {
    url: new URL(`https://${host}`),
    configured: false,
    ca,
    verifyTls,
    async signIn({ api, open, hide }) {
      hide(authorization.slice("Basic ".length));
      const first = await api.ask("/v2/");
      const { scheme, realm, service } = challengeOf(String(first.headers["www-authenticate"] ?? ""));
      if (first.status === 401 && scheme === "bearer" && realm && URL.canParse(realm))
        return withToken(api, await open(new URL(realm)), new URL(realm), service, hide);
      if (first.status !== 401 && !(first.status === 200 && isRegistry(first)))
        throw new StageFailure("foreign", `${first.status}, and no registry: ${first.text}`, first.status);
      checked(await api.ask("/v2/", { headers: { authorization } }));
    },
  };

  /** The registry sends us to whoever gives tokens: another address, by the same guard. */
  async function withToken(
    api: Api,
    giver: Api,
    realm: URL,
    service: string | undefined,
    hide: (secret: string) => void,
  ) {
    const query = new URLSearchParams(realm.search);
    if (service) query.set("service", service);
    query.set("account", username);
    const reply = await giver.ask(`?${query}`, { headers: { authorization } });
    checked(reply);
    const { token, access_token = token } = good(
      reply,
      z.object({ token: z.string().optional(), access_token: z.string().optional() }),
    );
    if (!access_token) throw new StageFailure("foreign", "200, and no token.", 200);
    hide(access_token);
    checked(await api.ask("/v2/", { headers: { authorization: `Bearer ${access_token}` } }));
  }
};
