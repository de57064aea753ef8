import { expect } from "@playwright/test";
import { demo, expectAccessible, signIn } from "./demo.ts";
import { test } from "./test.ts";

test("a browser that is signed out from another one loses its open page", async ({ page, browser }) => {
  await signIn(page, "bill@northmoor.example", "/account");
  const lost = await browser.newPage({
    userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  });
  await signIn(lost, "bill@northmoor.example", `${demo().url}/account`);

  await page.reload();
  await expectAccessible(page);
  const row = page.getByRole("row", { name: /Firefox on Linux/ }).first();
  await row.getByRole("button", { name: "Sign out there" }).click();
  await expect(page.getByText("Firefox on Linux is signed out.")).toBeVisible();
  await expect(lost.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await lost.close();
});

test("signing out ends the session behind the cookie, and the page asks to sign in again", async ({
  page,
  context,
}) => {
  await signIn(page, "vic@northmoor.example", "/account");
  const cookies = await context.cookies();
  await page.getByRole("button", { name: "Your menu" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();

  await context.addCookies(cookies);
  await page.goto("/account");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("the palette finds a project by the beginning of its name, and goes there without a mouse", async ({
  page,
}) => {
  await signIn(page, "olga@northmoor.example", "/account");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+K");
  await page.keyboard.type("retr");
  await expect(page.getByRole("option", { name: /Retrieval evaluation/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/orgs\/northmoor\/projects\/retrieval-eval$/);
});
