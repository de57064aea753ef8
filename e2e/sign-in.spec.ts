import { expect, type Page, test } from "@playwright/test";
import { demo, enter, expectAccessible, person, signIn } from "./demo.ts";

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

/**
 * Signs somebody in at the issuer as far as the address that it sends the browser back to, and does not go there: the
 * cookies of the sign-in under way stay as they are.
 */
async function callback(page: Page, email = "olga@northmoor.example"): Promise<URL> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Continue with Demo ID" }).click();
  await expect(page.getByLabel("E-mail")).toBeVisible();
  const form = { email, password: person(email).password };
  let answer = await page.request.post(page.url(), { form, maxRedirects: 0 });
  for (let hop = 0; hop < 5; hop++) {
    const next = new URL(answer.headers().location ?? "", answer.url());
    if (next.origin === demo().url) return next;
    answer = await page.request.get(next.href, { maxRedirects: 0 });
  }
  throw new Error("The issuer did not send the browser back.");
}

async function setParameter(page: Page, name: string, value: string | null): Promise<URL> {
  const url = await callback(page);
  expect(url.searchParams.has(name)).toBe(true);
  if (value === null) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  return url;
}

async function dropCookie(page: Page, name: string): Promise<URL> {
  const url = await callback(page);
  expect((await page.context().cookies()).map((cookie) => cookie.name)).toContain(name);
  await page.context().clearCookies({ name });
  return url;
}

/** What one sign-in kept, in the place of what the next one kept: whole and our own, but of another attempt. */
async function swapCookie(page: Page, name: string): Promise<URL> {
  await callback(page);
  const earlier = (await page.context().cookies()).find((cookie) => cookie.name === name);
  if (!earlier) throw new Error(`There is no cookie ${name}.`);
  const url = await callback(page);
  await page.context().addCookies([earlier]);
  return url;
}

const forgeries: [string, string, (page: Page) => Promise<URL>][] = [
  ["without its state", "interrupted", (page) => setParameter(page, "state", null)],
  ["with another state", "interrupted", (page) => setParameter(page, "state", "forged")],
  [
    "with a state that this browser did not begin",
    "interrupted",
    (page) => dropCookie(page, "next-auth.state"),
  ],
  ["with the state of an earlier attempt", "interrupted", (page) => swapCookie(page, "next-auth.state")],
  ["without the nonce", "interrupted", (page) => dropCookie(page, "next-auth.nonce")],
  ["with the nonce of an earlier attempt", "interrupted", (page) => swapCookie(page, "next-auth.nonce")],
  ["without the PKCE verifier", "interrupted", (page) => dropCookie(page, "next-auth.pkce.code_verifier")],
  [
    "with the PKCE verifier of an earlier attempt",
    "interrupted",
    (page) => swapCookie(page, "next-auth.pkce.code_verifier"),
  ],
  ["with another code", "interrupted", (page) => setParameter(page, "code", "forged")],
  ["of another issuer", "unknown", (page) => setParameter(page, "iss", "https://id.evil.example")],
];

for (const [what, code, forge] of forgeries)
  test(`a way back from the provider ${what} signs nobody in and ends on a page that says what to do`, async ({
    page,
  }) => {
    const answer = await page.goto((await forge(page)).href);
    expect(answer?.status()).toBe(200);
    await expect(page).toHaveURL(new RegExp(`/sign-in/problem\\?code=${code}$`));
    await expect(page.getByRole("link", { name: /sign in/i })).toBeVisible();
    await page.goto("/account");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });

test("a way back from the provider works once, also for a browser that is still as it was", async ({
  page,
}) => {
  const url = await callback(page);
  const asItWas = await page.context().cookies();
  await page.goto(url.href);
  await expect(page).toHaveURL(/\/orgs\/northmoor/);
  await page.context().clearCookies();
  await page.context().addCookies(asItWas);
  await page.goto(url.href);
  await expect(page).toHaveURL(/\/sign-in\/problem\?code=interrupted$/);
});

test("an unknown failure is told apart from none", async ({ page }) => {
  await page.goto("/sign-in/problem?code=%3Cscript%3E");
  await expect(page.getByRole("heading", { name: "The sign-in did not work" })).toBeVisible();
});
