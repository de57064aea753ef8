import { expect, test } from "@playwright/test";
import { enter, expectAccessible, signIn } from "./demo.ts";

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

test("an unknown failure is told apart from none", async ({ page }) => {
  await page.goto("/sign-in/problem?code=%3Cscript%3E");
  await expect(page.getByRole("heading", { name: "The sign-in did not work" })).toBeVisible();
});
