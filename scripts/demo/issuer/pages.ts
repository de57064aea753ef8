import { style } from "./style.ts";
import type { Person } from "./types.ts";

const mark =
  '<svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true"><path d="M1 2h16v2.5H1zM2 6h2v10H2zM6 6h2v10H6zM10 6h2v10h-2zM14 6h2v10h-2z"/></svg>';

/** The sign-in form. `refused` is the sentence about the last try. */
export function signInPage(
  name: string,
  action: string,
  people: readonly Person[],
  filled: { email: string; password: string; refused?: string },
): string {
  const invalid = filled.refused ? ' aria-invalid="true" aria-describedby="refused"' : "";
  const ready = filled.email !== "" && !filled.refused;
  return page(
    name,
    "Sign in",
    `<p class="lead">to continue to Portico</p>
${filled.refused ? `<p class="refused" id="refused" role="alert">${escapeHtml(filled.refused)}</p>` : ""}
<form method="post" action="${escapeHtml(action)}">
<label for="email">E-mail</label>
<input id="email" name="email" type="email" autocomplete="username" required value="${escapeHtml(filled.email)}"${invalid}${ready || filled.refused ? "" : " autofocus"}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required value="${escapeHtml(filled.password)}"${invalid}${filled.refused ? " autofocus" : ""}>
<button type="submit"${ready ? " autofocus" : ""}>Sign in</button>
</form>
<p class="cancel"><a href="${escapeHtml(action)}/cancel">Cancel and go back</a></p>
<section aria-labelledby="people">
<h2 id="people">People of this demo</h2>
<p class="hint">A name fills the form.</p>
<ul>${people.map((person) => personLine(person, action)).join("\n")}</ul>
</section>`,
  );
}

function personLine(person: Person, action: string): string {
  const href = `${action}?as=${encodeURIComponent(person.email)}`;
  return `<li><a href="${escapeHtml(href)}"><b>${escapeHtml(person.name)}</b><span>${escapeHtml(person.note ?? person.email)}</span></a></li>`;
}

const sentences: Readonly<Record<string, string>> = {
  invalid_redirect_uri:
    "The application asked to come back to an address that is not registered here. Whoever runs the application has to register it.",
  invalid_client: "The application is not known here. Whoever runs it has to register it.",
  interaction_gone:
    "This sign-in took too long, or was finished in another window. Go back to the application and start again.",
};

/** What went wrong, in a sentence, with the protocol's own words under it. */
export function errorPage(name: string, error: string, description?: string, redirectUri?: string): string {
  const asked = error === "invalid_redirect_uri" && redirectUri;
  return page(
    name,
    "This sign-in cannot go on",
    `<p class="lead">${escapeHtml(sentences[error] ?? "The application sent a request that cannot be answered.")}</p>
${asked ? `<p class="hint">Address asked for</p><p class="said">${escapeHtml(redirectUri)}</p>` : ""}
<p class="said">${escapeHtml([error, description].filter(Boolean).join(": "))}</p>`,
  );
}

export function signOutPage(name: string, form: string): string {
  return page(
    name,
    `Sign out of ${name}`,
    `<p class="lead">You are leaving Portico. Other applications may still know you through ${escapeHtml(name)}.</p>
${form}
<p class="acts"><button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>
<button class="quiet" type="submit" form="op.logoutForm">Stay signed in</button></p>`,
  );
}

export function signedOutPage(name: string): string {
  return page(
    name,
    "You are signed out",
    `<p class="lead">${escapeHtml(name)} no longer knows you in this browser.</p>`,
  );
}

function page(name: string, title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · ${escapeHtml(name)}</title>
<style>${style}</style>
</head>
<body>
<header>${mark}<span>${escapeHtml(name)}</span></header>
<main>
<h1>${escapeHtml(title)}</h1>
${main}
</main>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
