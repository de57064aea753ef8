import { type BrowserContext, expect } from "@playwright/test";
import { demo, enter, expectAccessible, signIn, wayBack } from "./demo.ts";
import { test } from "./test.ts";

test("the door offers every configured provider and holds no secret", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Continue with Demo ID" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Continue with Away ID" })).toBeVisible();
  expect(await page.content()).not.toContain("portico-demo");
  await expectAccessible(page);
});

test("somebody who asked for a page comes to it after signing in", async ({ page }) => {
  await signIn(page, "olga@northmoor.example", "/account?tab=1");
  await expect(page).toHaveURL(/\/account\?tab=1$/);
});

test("a link to another site does not survive sign-in", async ({ page }) => {
  await page.goto("/sign-in?next=//evil.example/");
  await enter(page, "olga@northmoor.example");
  await expect(page).toHaveURL(/\/orgs\/northmoor/);
});

const failures = [
  { email: "denied@portico.example", code: "denied", title: "The provider did not let you in" },
  { email: "skewed@portico.example", code: "clock", title: "The clocks do not agree" },
  { email: "no-email@portico.example", code: "scope", title: "The provider did not say who you are" },
];

for (const { email, code, title } of failures)
  test(`a sign-in that fails for ${code} ends on a page that says what to do`, async ({ page }) => {
    await page.goto("/sign-in");
    await enter(page, email);
    await expect(page).toHaveURL(new RegExp(`/sign-in/problem\\?code=${code}$`));
    await expect(page.getByRole("heading", { name: title })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: /sign in/i }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });

test("a provider that does not answer ends on a page that says so", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Continue with Away ID" }).click();
  await expect(page.getByRole("heading", { name: "The provider does not answer" })).toBeVisible();
});

const olga = "olga@northmoor.example";

async function setParameter(context: BrowserContext, name: string, value: string | null): Promise<URL> {
  const url = await wayBack(context, olga);
  expect(url.searchParams.has(name)).toBe(true);
  if (value === null) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  return url;
}

async function dropCookie(context: BrowserContext, name: string): Promise<URL> {
  const url = await wayBack(context, olga);
  expect((await context.cookies()).map((cookie) => cookie.name)).toContain(name);
  await context.clearCookies({ name });
  return url;
}

/** What one sign-in kept, in the place of what the next one kept: whole and our own, but of another attempt. */
async function swapCookie(context: BrowserContext, name: string): Promise<URL> {
  await wayBack(context, olga);
  const earlier = (await context.cookies()).find((cookie) => cookie.name === name);
  if (!earlier) throw new Error(`There is no cookie ${name}.`);
  const url = await wayBack(context, olga);
  await context.addCookies([earlier]);
  return url;
}

const forgeries: [string, string, (context: BrowserContext) => Promise<URL>][] = [
  ["without its state", "interrupted", (context) => setParameter(context, "state", null)],
  ["with another state", "interrupted", (context) => setParameter(context, "state", "forged")],
  [
    "with a state that this browser did not begin",
    "interrupted",
    (context) => dropCookie(context, "next-auth.state"),
  ],
  [
    "with the state of an earlier attempt",
    "interrupted",
    (context) => swapCookie(context, "next-auth.state"),
  ],
  ["without the nonce", "interrupted", (context) => dropCookie(context, "next-auth.nonce")],
  [
    "with the nonce of an earlier attempt",
    "interrupted",
    (context) => swapCookie(context, "next-auth.nonce"),
  ],
  [
    "without the PKCE verifier",
    "interrupted",
    (context) => dropCookie(context, "next-auth.pkce.code_verifier"),
  ],
  [
    "with the PKCE verifier of an earlier attempt",
    "interrupted",
    (context) => swapCookie(context, "next-auth.pkce.code_verifier"),
  ],
  ["with another code", "interrupted", (context) => setParameter(context, "code", "forged")],
  ["of another issuer", "unknown", (context) => setParameter(context, "iss", "https://id.evil.example")],
];

for (const [what, code, forge] of forgeries)
  test(`a way back from the provider ${what} signs nobody in and ends on a page that says what to do`, async ({
    context,
  }) => {
    const answer = await context.request.get((await forge(context)).href);
    expect(answer.status()).toBe(200);
    expect(answer.url()).toBe(`${demo().url}/sign-in/problem?code=${code}`);
    expect(await answer.text()).toMatch(/<a [^>]*href="\/sign-in"/);
    expect((await context.request.get("/account")).url()).toContain("/sign-in");
  });

test("a way back from the provider works once, also for a browser that is still as it was", async ({
  context,
}) => {
  const url = await wayBack(context, olga);
  const asItWas = await context.cookies();
  expect((await context.request.get(url.href)).url()).toContain("/orgs/northmoor");
  await context.clearCookies();
  await context.addCookies(asItWas);
  expect((await context.request.get(url.href)).url()).toContain("/sign-in/problem?code=interrupted");
});

test("an unknown failure is told apart from none", async ({ page }) => {
  await page.goto("/sign-in/problem?code=%3Cscript%3E");
  await expect(page.getByRole("heading", { name: "The sign-in did not work" })).toBeVisible();
});
