import { decodeJwt, importJWK, SignJWT } from "jose";
import Provider, { type Configuration, interactionPolicy, type KoaContextWithOIDC } from "oidc-provider";
import type { IssuerKeys } from "./keys.ts";
import { errorPage, signedOutPage, signOutPage } from "./pages.ts";
import { memoryStore } from "./store.ts";
import { faultOf, type IssuerOptions, type Person } from "./types.ts";

/** How far the clock of a `skewed` person's tokens is behind: more than their life of an hour. */
const skewSeconds = 7200;

/** The OpenID provider for these people and clients. `origin` is its issuer. */
export function createProvider(origin: string, options: IssuerOptions, keys: IssuerKeys): Provider {
  const provider = new Provider(origin, configurationOf(origin, options, keys));
  const personOf = (sub: string | undefined) => options.people.find((person) => person.sub === sub);

  provider.use(async (ctx: KoaContextWithOIDC, next) => {
    await next();
    const person =
      ctx.oidc?.route === "token" ? personOf(ctx.oidc.entities.AuthorizationCode?.accountId) : null;
    const body = ctx.body as { id_token?: string } | undefined;
    if (person && faultOf(person) === "skewed" && body?.id_token) {
      ctx.body = { ...body, id_token: await withSkewedClock(body.id_token, keys) };
    }
  });
  return provider;
}

function configurationOf(origin: string, options: IssuerOptions, keys: IssuerKeys): Configuration {
  const { people, clients, name = "Demo ID" } = options;
  // Cookies know no ports: without its own names, a second issuer on this host would end the first one's sign-ins.
  const cookie = (use: string) => `portico_issuer_${new URL(origin).port}_${use}`;
  const policy = interactionPolicy.base();
  policy.remove("consent");
  if (!options.remember) policy.get("login")?.checks.add(askEachTime);

  return {
    adapter: memoryStore(),
    clients: clients.map((client) => ({
      client_id: client.clientId,
      client_secret: client.clientSecret,
      redirect_uris: [...client.redirectUris],
      post_logout_redirect_uris: [...(client.postLogoutRedirectUris ?? [])],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      token_endpoint_auth_method: "client_secret_basic",
    })),
    jwks: { keys: [keys.signing] as Required<Configuration>["jwks"]["keys"] },
    cookies: {
      keys: [keys.cookie],
      names: { session: cookie("session"), interaction: cookie("interaction"), resume: cookie("resume") },
    },
    scopes: ["openid", "email", "profile", "groups"],
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name", "preferred_username"],
      groups: ["groups"],
    },
    // Claims stand in the id token too, as most companies' providers have them.
    conformIdTokenClaims: false,
    responseTypes: ["code"],
    pkce: { required: () => true },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      Grant: 43_200,
      IdToken: 3600,
      Interaction: 3600,
      Session: 43_200,
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource(ctx, form) {
          ctx.body = signOutPage(name, form);
        },
        postLogoutSuccessSource(ctx) {
          ctx.body = signedOutPage(name);
        },
      },
    },
    interactions: { policy, url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount(_ctx, sub) {
      const person = people.find((candidate) => candidate.sub === sub);
      return person && { accountId: sub, claims: () => claimsOf(person) };
    },
    loadExistingGrant: grantEverything,
    renderError(ctx, out) {
      ctx.type = "html";
      ctx.body = errorPage(name, String(out.error), out.error_description, askedRedirect(ctx));
    },
  };
}

const askEachTime = new interactionPolicy.Check(
  "ask_each_time",
  "The demo has several people in one browser",
  (ctx) =>
    ctx.oidc.result?.login
      ? interactionPolicy.Check.NO_NEED_TO_PROMPT
      : interactionPolicy.Check.REQUEST_PROMPT,
);

/** Consent is given for whatever the client asks: the people of a demo have nothing to keep from it. */
async function grantEverything(ctx: KoaContextWithOIDC) {
  const { client, session, params, provider } = ctx.oidc;
  const grant = new provider.Grant({
    ...(client && { clientId: client.clientId }),
    ...(session?.accountId && { accountId: session.accountId }),
  });
  grant.addOIDCScope(String(params?.scope ?? "openid"));
  await grant.save();
  return grant;
}

function claimsOf(person: Person) {
  const claims = {
    sub: person.sub,
    name: person.name,
    preferred_username: person.email.split("@")[0],
    groups: person.groups ?? [],
  };
  if (faultOf(person) === "no-email") return claims;
  return { ...claims, email: person.email, email_verified: person.emailVerified ?? true };
}

function askedRedirect(ctx: KoaContextWithOIDC): string | undefined {
  const asked = ctx.query?.redirect_uri;
  return typeof asked === "string" ? asked : undefined;
}

/** Signs the token again as an issuer does whose clock is behind. */
async function withSkewedClock(idToken: string, keys: IssuerKeys): Promise<string> {
  const { iat = 0, exp = 0, ...claims } = decodeJwt(idToken);
  return new SignJWT({ ...claims, iat: iat - skewSeconds, exp: exp - skewSeconds })
    .setProtectedHeader({ alg: "RS256", kid: String(keys.signing.kid) })
    .sign(await importJWK(keys.signing, "RS256"));
}
