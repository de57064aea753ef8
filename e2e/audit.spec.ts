import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { signIn } from "./demo.ts";
import { test } from "./test.ts";
import { evaluation, people } from "./world.ts";

const log = "/orgs/northmoor/audit";

test("an owner exports the log, finds that in it, and opens the row by its address", async ({ page }) => {
  await signIn(page, people.owner, log);
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await page.getByLabel("Format").selectOption("ndjson");
  await page.getByRole("button", { name: "Make the file" }).click();

  // The worker makes it; the page moves on by itself.
  await expect(page).toHaveURL(/\/orgs\/northmoor\/exports$/);
  const file = page.getByRole("row", { name: /Audit log/ }).first();
  await expect(file).toContainText("Ready", { timeout: 20_000 });
  const arriving = page.waitForEvent("download");
  await file.getByRole("link", { name: /^Download audit_northmoor_.*\.ndjson$/ }).click();
  const text = await readFile(await (await arriving).path(), "utf8");
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { organizationId: string; seq: string });
  expect(lines.length).toBeGreaterThan(0);
  expect(new Set(lines.map(({ organizationId }) => organizationId)).size).toBe(1);

  await page.goto(log);
  await page.getByLabel("Action").fill("audit.export");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(page).toHaveURL(/\?action=audit\.export$/);
  await page
    .getByRole("link", { name: /^Open row / })
    .first()
    .click();
  await expect(page).toHaveURL(/row=\d+/);
  await expect(page.getByRole("heading", { name: /^Row \d+$/ })).toBeVisible();
  await expect(page.getByText("Olga").first()).toBeVisible();
  // The worker seals within seconds; the same address shows the same row.
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("Sealed", { exact: true })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await page.getByRole("link", { name: "All rows of this request" }).click();
  await expect(page).toHaveURL(/\?request=r-[0-9a-f]{16}$/);
  await expect(page.getByRole("link", { name: /^Open row / })).toHaveCount(1);
  await page.goBack();
  await expect(page).toHaveURL(/row=\d+/);
});

test("who looks at credentials is in the project's log, once; filters that fit nothing say so", async ({
  page,
}) => {
  // Other journeys look too, as this person and by the API; what counts is that a second look soon after adds nothing.
  const looks = `${evaluation}/audit?action=credentials.see&via=screen&who=mia`;
  const rows = page.getByRole("link", { name: /^Open row / });
  const look = async () => {
    await page.goto(`${evaluation}/credentials`);
    await expect(page.getByRole("heading", { level: 1, name: "Credentials" })).toBeVisible();
    await page.goto(looks);
    await expect(rows.first()).toBeVisible();
    return rows.count();
  };
  await signIn(page, people.admin, evaluation);
  const once = await look();
  expect(await look()).toBe(once);
  await page.goto(`${evaluation}/audit?q=nothing-is-called-this`);
  await expect(page.getByRole("main").getByText("No row fits")).toBeVisible();
  await page.getByRole("link", { name: "Show all rows" }).click();
  await expect(page.getByRole("link", { name: /^Open row / }).first()).toBeVisible();
});

test("to a stranger the log does not exist, a role that is too low is told so", async ({ page, browser }) => {
  await signIn(page, people.stranger, "/");
  for (const path of [log, `${evaluation}/audit`, "/orgs/northmoor/exports", "/platform/audit"])
    expect((await page.goto(path))?.status(), path).toBe(404);
  const low = await browser.newPage();
  await signIn(low, people.viewer, evaluation);
  for (const path of [log, `${evaluation}/audit`, "/orgs/northmoor/exports"])
    expect((await low.goto(path))?.status(), path).toBe(403);
  await low.close();
});

test("a platform admin sees every chain and narrows it to one organization", async ({ page }) => {
  await signIn(page, people.platform, "/platform/audit");
  await expect(page.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  await page.getByLabel("Organization").fill("northmoor");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(page).toHaveURL(/project=northmoor/);
  await expect(page.getByRole("cell", { name: "northmoor", exact: true }).first()).toBeVisible();
  await expect(page.getByRole("cell", { name: "the platform", exact: true })).toHaveCount(0);
});
