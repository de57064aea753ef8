import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";

/** As lib/infra/crypto/passport.ts names it; that module is more than a proxy should load. */
const passportHeader = "x-portico-passport";
const secure = process.env.PORTICO_URL?.startsWith("https:") ?? false;
const development = process.env.NODE_ENV === "development";

/** What a page may load and do. Scripts need the request's nonce; what they load themselves is trusted with them. */
function contentPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    // Parts that float set their place as style attributes; styles cannot run anything.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

const always: Record<string, string> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  ...(secure ? { "strict-transport-security": "max-age=63072000; includeSubDomains" } : {}),
};

/**
 * Headers, and nothing else: who may see what is decided in the data layer. Tells the page its own address, so that
 * somebody who has to sign in comes back to it.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentPolicy(nonce);
  const incoming = new Headers(request.headers);
  // Only Portico issues passports: whatever arrives as one was made by somebody else.
  incoming.delete(passportHeader);
  incoming.set("x-nonce", nonce);
  incoming.set("content-security-policy", policy);
  // Pages name it to whoever is refused, and the audit log has it; no request brings its own.
  incoming.set("x-portico-request", `r-${randomBytes(8).toString("hex")}`);
  incoming.set("x-portico-path", request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers: incoming } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(always)) response.headers.set(name, value);
  if (!/^\/(api|\.well-known)\//.test(request.nextUrl.pathname))
    response.headers.set("cache-control", "no-store");
  return response;
}

export const config = { matcher: "/((?!_next/static|_next/image|icon.svg).*)" };
