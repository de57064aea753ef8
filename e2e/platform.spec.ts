import { expect, test } from "@playwright/test";
import { expectAccessible, signIn } from "./demo.ts";
import { people, unique } from "./world.ts";

test("a platform admin sees a new tenant appear without a reload", async ({ page, browser }) => {
  await signIn(page, people.platform, "/platform");
  await expect(page.getByRole("heading", { level: 1, name: "Platform" })).toBeVisible();
  const name = unique("tenant");

  const maker = await browser.newPage();
  await signIn(maker, people.billing, "/welcome?step=organization");
  await expect(maker.getByRole("heading", { level: 1 })).toBeVisible();
  if (await maker.getByRole("heading", { name: /^You are/ }).isVisible())
    await maker.getByRole("button", { name: "Continue" }).click();
  await maker.getByRole("button", { name: "Create an organization" }).click();
  await maker.getByLabel("Name", { exact: true }).fill(name);
  await maker.getByRole("button", { name: "Create and continue" }).click();
  await expect(maker.getByRole("heading", { name: "Name your project" })).toBeVisible();
  await maker.close();

  const row = page.getByRole("row", { name: new RegExp(name) });
  await expect(row).toContainText("No project");
  await page.getByRole("searchbox", { name: "Find an organization by name" }).fill(name);
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`q=${name}`));
  await expect(row).toBeVisible();
  await expect(page.getByRole("row", { name: /Northmoor/ })).toHaveCount(0);
});

test("to everybody else the platform's page does not exist", async ({ page }) => {
  await signIn(page, people.owner, "/orgs/northmoor");
  expect((await page.goto("/platform"))?.status()).toBe(404);
  const here = await page.locator("body").ariaSnapshot();
  expect((await page.goto("/no-such-page"))?.status()).toBe(404);
  expect(await page.locator("body").ariaSnapshot()).toBe(here);
  expect((await page.request.get("/api/events?platform=1")).status()).toBe(404);
});

for (const scheme of ["light", "dark"] as const)
  test(`the platform's page is accessible in ${scheme}, also at 320 px`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await signIn(page, people.platform, "/platform");
    for (const width of [1440, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto("/platform");
      await expect(page.getByRole("heading", { level: 1, name: "Platform" })).toBeVisible();
      await expectAccessible(page);
    }
  });
