import { randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import { demo, expectAccessible, inDatabase, person, said, signIn } from "./demo.ts";
import { test } from "./test.ts";
import { makeOrganization, people, unique } from "./world.ts";

test("a platform admin sees a new tenant appear, finds it by how its name begins, suspends and resumes it", async ({
  page,
  browser,
}) => {
  await signIn(page, people.platform, "/platform/organizations");
  await expect(page.getByRole("heading", { level: 1, name: "Organizations" })).toBeVisible();
  const name = unique("tenant");
  const maker = await browser.newPage();
  await makeOrganization(maker, people.billing, name);

  const row = page.getByRole("row", { name: new RegExp(name) });
  await expect(row).toContainText("No project");
  await page.getByRole("searchbox", { name: "Find an organization by how its name begins" }).fill(name);
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`q=${name}`));
  await expect(row).toBeVisible();
  await expect(page.getByRole("row", { name: /Northmoor/ })).toHaveCount(0);

  await row.getByRole("link", { name }).click();
  await page.getByLabel("Tier of the organization").selectOption("Large");
  await page.getByRole("button", { name: "Change tier" }).click();
  await expect(page.getByText(`${name} has the tier Large now.`)).toBeVisible();
  await maker.goto(`/orgs/${name}`);
  await expect(maker.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
  await page.getByRole("button", { name: "Suspend" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await expect(dialog).toContainText("This is needed.");
  await dialog.getByLabel("Reason").fill("The bill of October");
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await expect(page.getByText("Suspended", { exact: true })).toBeVisible();

  // The open page of its maker says so by itself.
  await expect(maker.getByRole("heading", { level: 1, name: `${name} is suspended` })).toBeVisible();
  await expect(maker.getByText("The bill of October")).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("Active", { exact: true })).toBeVisible();
  await maker.goto(`/orgs/${name}`);
  await expect(maker.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
  await maker.close();
});

test("a request for an organization is approved and makes it; another is declined with a reason", async ({
  page,
}) => {
  const [wanted, other] = [unique("wanted"), unique("other")];
  for (const [slug, email] of [
    [wanted, people.viewer],
    [other, people.editor],
  ])
    await inDatabase(
      `insert into organization_requests (id, user_id, slug, display_name, tier, reason)
       select $1, id, $2, $2, 'small', 'For our team' from users where email = $3
       on conflict do nothing`,
      [randomUUID(), slug, email],
    );
  await signIn(page, people.platform, "/platform/approvals");
  await page.getByRole("button", { name: `Approve ${wanted}` }).click();
  await expect(page.getByText(`${wanted} is made.`)).toBeVisible();
  await page.getByRole("button", { name: `Decline ${other}` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("Use the one your team has");
  await dialog.getByRole("button", { name: "Decline" }).click();
  await expect(page.getByRole("button", { name: `Decline ${other}` })).toHaveCount(0);
  await page.goto(`/platform/organizations?q=${wanted}`);
  await expect(page.getByRole("row", { name: new RegExp(wanted) })).toBeVisible();
});

test("a platform admin signs somebody out of a browser", async ({ page, browser }) => {
  const theirs = await browser.newPage();
  await signIn(theirs, people.stranger, "/account");
  await expect(theirs.getByRole("heading", { level: 1 })).toBeVisible();
  const { name } = person(people.stranger);
  await signIn(page, people.platform, `/platform/users?q=${encodeURIComponent(people.stranger)}`);
  await page.getByRole("row").getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const buttons = page.getByRole("button", { name: /^Sign out / });
  for (let left = await buttons.count(); left > 0; left--) {
    await buttons.first().click();
    await expect(buttons).toHaveCount(left - 1);
  }
  await theirs.goto("/account");
  await expect(theirs.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await theirs.close();
});

test("through a member's eyes a platform admin sees their organization and changes nothing; the member is told", async ({
  page,
  browser,
}) => {
  const { name } = person(people.owner);
  await signIn(page, people.platform, "/platform/organizations?q=northmoor");
  await page
    .getByRole("row")
    .getByRole("link", { name: /Northmoor/ })
    .click();
  await page.getByRole("button", { name: `View as ${name}` }).click();
  const dialog = page.getByRole("dialog");
  const ticket = unique("ticket");
  await dialog.getByLabel("Reason").fill(ticket);
  await dialog.getByRole("button", { name: "View", exact: true }).click();
  await expect(page).toHaveURL(/\/orgs\/northmoor$/);
  await expect(page.getByText(`you look through the eyes of ${name}`)).toBeVisible();
  await expectAccessible(page);
  await page.goto("/orgs/northmoor/settings");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "so nothing is changed" })).toBeVisible();
  for (const path of ["/platform", "/account"]) expect((await page.goto(path))?.status()).toBe(404);
  await page.goto("/orgs/northmoor");
  await page.getByRole("button", { name: "End the view" }).click();
  await expect(page).toHaveURL(/\/platform\/organizations\/[0-9a-f-]{36}$/);

  const theirs = await browser.newPage();
  await signIn(theirs, people.owner, "/account");
  const told = theirs.getByRole("listitem").filter({ hasText: ticket });
  await expect(told).toContainText(person(people.platform).name);
  const inbox = `${demo().inbox}/messages.json?to=${encodeURIComponent(people.owner)}`;
  await expect.poll(async () => (await fetch(inbox)).text()).toContain(`The reason they gave: ${ticket}`);
  await theirs.close();
});

test("the platform's settings are saved, and a number that is out of range says so at its field", async ({
  page,
}) => {
  await signIn(page, people.platform, "/platform/settings");
  const days = page.getByLabel("How long audit records are kept");
  await days.fill("10");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "The settings were not saved." })).toBeVisible();
  await days.fill("410");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The settings are saved.")).toBeVisible();
  await page.reload();
  await expect(days).toHaveValue("410");
});

test("to everybody else the platform's pages do not exist", async ({ page }) => {
  await signIn(page, people.owner, "/orgs/northmoor");
  for (const path of ["", "/organizations", "/users", "/approvals", "/jobs", "/drift", "/settings"])
    expect((await page.goto(`/platform${path}`))?.status()).toBe(404);
  const here = await said(page.getByRole("main"));
  expect((await page.goto("/no-such-page"))?.status()).toBe(404);
  expect(await said(page.getByRole("main"))).toBe(here);
  expect((await page.request.get("/api/events?platform=1")).status()).toBe(404);
});
