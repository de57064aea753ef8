import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type Provider from "oidc-provider";
import { errorPage, signInPage } from "./pages.ts";
import { faultOf, type IssuerOptions, type Person } from "./types.ts";

const bodyLimit = 8 * 1024;

/** Shows the sign-in page and takes its form, at /interaction/<uid> and /interaction/<uid>/cancel. */
export async function answerInteraction(
  provider: Provider,
  options: IssuerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { people, name = "Demo ID" } = options;
  const url = new URL(request.url ?? "/", "http://issuer");
  try {
    const { uid } = await provider.interactionDetails(request, response);
    const action = `/interaction/${uid}`;
    if (url.pathname === `${action}/cancel`) {
      return await provider.interactionFinished(
        request,
        response,
        denial("The person cancelled the sign-in."),
      );
    }
    if (request.method !== "POST") {
      const chosen = people.find((person) => person.email === url.searchParams.get("as"));
      const filled = { email: chosen?.email ?? "", password: chosen?.password ?? "" };
      return send(response, 200, signInPage(name, action, people, filled));
    }
    const form = await readForm(request);
    const email = form.get("email")?.trim() ?? "";
    const person = authenticate(people, email, form.get("password") ?? "");
    if (!person) {
      const refused = "The e-mail address and the password do not belong together.";
      return send(response, 401, signInPage(name, action, people, { email, password: "", refused }));
    }
    if (faultOf(person) === "denied") {
      return await provider.interactionFinished(
        request,
        response,
        denial(`${name} does not let this person in.`),
      );
    }
    await provider.interactionFinished(request, response, {
      login: { accountId: person.sub, remember: true },
    });
  } catch (error) {
    if ((error as { name?: string }).name !== "SessionNotFound") throw error;
    send(response, 400, errorPage(name, "interaction_gone"));
  }
}

const denial = (error_description: string) => ({ error: "access_denied", error_description });

function authenticate(people: readonly Person[], email: string, password: string): Person | undefined {
  const person = people.find((candidate) => candidate.email.toLowerCase() === email.toLowerCase());
  const given = Buffer.from(password);
  const right = Buffer.from(person?.password ?? "");
  return person && given.length === right.length && timingSafeEqual(given, right) ? person : undefined;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let body = "";
  for await (const part of request.setEncoding("utf8")) {
    body += part;
    if (body.length > bodyLimit) break;
  }
  return new URLSearchParams(body);
}

function send(response: ServerResponse, status: number, html: string) {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  response.end(html);
}
