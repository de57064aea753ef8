import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import type { NextRequest } from "next/server";
import NextAuth, { type AuthOptions } from "next-auth";
import type { Adapter } from "next-auth/adapters";
import { clientAddress } from "#lib/infra/http/address.ts";
import { log } from "#lib/infra/log/index.ts";
import { classifyFailure, type Failure } from "./failure.ts";
import type { Profile, Provider } from "./providers.ts";

export type SignInHooks = {
  /** Finds or makes the person; answers their id, or throws to refuse. */
  signIn(provider: string, profile: Profile): Promise<string>;
  /** Keeps a login session for the token. */
  open(userId: string, token: string, from: SignInFrom): Promise<void>;
};

/** Where a sign-in comes from. */
export type SignInFrom = {
  userAgent: string | null;
  address: string | null;
  /** When the provider had them show who they are, as far as it says; null for now. */
  confirmedAt: Date | null;
  /** The token of the login session that this browser had until now. */
  before: string | null;
};

export type AuthConfig = {
  url: string;
  secret: string;
  providers: Provider[];
  /** Seconds the cookie lives: the absolute limit. The idle limit is kept in the database. */
  maxAge: number;
};

/** What a sign-in under way has gone wrong with. next-auth's logger is one for the process; this is one for a request. */
const attempt = new AsyncLocalStorage<{ failure?: Failure }>();

function note(code: string, metadata: unknown): void {
  const current = attempt.getStore();
  const failure = classifyFailure(metadata);
  if (current) current.failure ??= failure;
  log.warn(
    { code, failure, err: (metadata as { error?: unknown } | null)?.error ?? metadata },
    "sign-in failed",
  );
}

/** The parts of next-auth that are in use. Its own session and sign-out pages would know only half of ours. */
const actions = ["signin", "callback", "csrf", "providers", "error"];

/** The cookie that holds a login session's token. `__Host-` wherever the portal is served over TLS. */
export const sessionCookie = (url: string): string =>
  url.startsWith("https:") ? "__Host-portico" : "portico";

/**
 * next-auth's route handler over our own tables. Only sign-in goes through it: who is signed in is read by
 * `findViewer`, signing out is an action. A sign-in never links to, or depends on, a session that is already open.
 */
export async function handleAuth(
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
  config: AuthConfig,
  hooks: SignInHooks,
): Promise<Response> {
  const action = (await context.params).nextauth[0] ?? "";
  if (!actions.includes(action)) return new Response(null, { status: 404 });
  let signedIn: SignedIn | undefined;
  const from = {
    userAgent: request.headers.get("user-agent"),
    address: clientAddress(request.headers),
    before: request.cookies.get(sessionCookie(config.url))?.value ?? null,
  };
  const options: AuthOptions = {
    providers: config.providers,
    secret: config.secret,
    adapter: createAdapter(hooks, from, () => signedIn),
    session: {
      strategy: "database",
      maxAge: config.maxAge,
      generateSessionToken: () => randomBytes(32).toString("base64url"),
    },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: config.url.startsWith("https:"),
    cookies: {
      sessionToken: {
        name: sessionCookie(config.url),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: config.url.startsWith("https:") },
      },
    },
    callbacks: {
      async signIn({ user, account }) {
        if (!account) return false;
        const profile = user as unknown as Profile;
        const userId = await hooks.signIn(account.provider, profile);
        signedIn = { userId, confirmedAt: profile.confirmedAt };
        return true;
      },
      redirect: ({ url }) => ownAddress(url, config.url),
    },
    logger: { error: note, warn: () => {}, debug: () => {} },
  };
  // next-auth takes its own address from here; it is configuration, never a request header.
  process.env.NEXTAUTH_URL = config.url;
  return attempt.run({}, async () => {
    const response: Response = await NextAuth(request as never, context as never, options);
    return withProblemPage(response, config.url, () => attempt.getStore()?.failure);
  });
}

/** The address to go to after sign-in: one of our own, whole, so that no way of writing it means another host. */
export function ownAddress(asked: string, ownUrl: string): string {
  try {
    const target = new URL(asked, ownUrl);
    const own = target.origin === new URL(ownUrl).origin && !target.pathname.startsWith("//");
    return own ? target.href : ownUrl;
  } catch {
    return ownUrl;
  }
}

/** next-auth's own error codes say little; send people to the page that says what to do. */
async function withProblemPage(
  response: Response,
  url: string,
  failure: () => Failure | undefined,
): Promise<Response> {
  const isJson = response.headers.get("content-type")?.includes("application/json") ?? false;
  const body = isJson
    ? ((await response
        .clone()
        .json()
        .catch(() => ({}))) as { url?: string })
    : {};
  const target = response.headers.get("location") ?? body.url;
  if (!target) return response;
  const error = new URL(target, url).searchParams.get("error");
  // A profile that cannot be read comes back without a code, but it was logged.
  if (!error && !failure()) return response;
  const code = failure() ?? classifyFailure(error);
  const problem = new URL(`/sign-in/problem?code=${code}`, url).href;
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  if (body.url) return new Response(JSON.stringify({ url: problem }), { status: 200, headers });
  headers.set("location", problem);
  return new Response(null, { status: 302, headers });
}

type SignedIn = { userId: string; confirmedAt: Date | null };

function createAdapter(
  hooks: SignInHooks,
  from: Omit<SignInFrom, "confirmedAt">,
  signedIn: () => SignedIn | undefined,
): Adapter {
  const person = () => {
    const id = signedIn()?.userId;
    return id ? { id, email: "", emailVerified: null } : null;
  };
  return {
    getUser: async () => person(),
    // Asked twice: before the sign-in callback has run (nobody yet) and after it (the person it found or made).
    getUserByAccount: async () => person(),
    getUserByEmail: async () => null,
    createUser: async () => person() as never,
    updateUser: async () => person() as never,
    linkAccount: async () => undefined,
    getSessionAndUser: async () => null,
    updateSession: async () => null,
    deleteSession: async () => undefined,
    async createSession({ sessionToken, userId: id, expires }) {
      await hooks.open(id, sessionToken, { ...from, confirmedAt: signedIn()?.confirmedAt ?? null });
      return { sessionToken, userId: id, expires };
    },
  } as Adapter;
}
