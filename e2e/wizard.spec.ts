import { expect, test } from "@playwright/test";
import { expectAccessible, makeNewcomer, signIn } from "./demo.ts";

const newcomer = process.env.PORTICO_E2E_NEWCOMER ?? "noor@newcomer.example";

test("a newcomer goes from sign-in to a finished first session", async ({ page }) => {
  await makeNewcomer(newcomer);
  const name = `journey-${Date.now().toString(36)}`;
  await signIn(page, newcomer);

  await expect(page).toHaveURL(/\/welcome/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("You are");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Continue" }).click();

  await expect(page.getByRole("heading", { name: "Choose your organization" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await expect(page.getByLabel("Short name")).toHaveValue(name);
  await expect(page.getByText(`${name} is free.`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create and continue" }).click();

  await expect(page.getByRole("heading", { name: "Name your project" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Vision");
  await expect(page.getByText(`Gets the namespace ${name}-vision, which is free.`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create and continue" }).click();

  await expect(page.getByRole("heading", { name: "Add a model credential" })).toBeVisible();
  const keep = page.getByRole("button", { name: "Keep and continue" });
  await page.getByLabel("Provider key").fill("sk-ant-wrong-0000");
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await expect(page.getByText("Test failed at sign-in")).toBeVisible();
  await expect(page.getByText("Anthropic does not know this key.").first()).toBeVisible();
  await expect(keep).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page);

  // What was done is on the server: a reload shows the same step, and Back does not undo anything.
  await page.reload();
  await page.getByRole("link", { name: "Back" }).click();
  await expect(page.getByRole("heading", { name: "Vision is your project" })).toBeVisible();
  await page.getByRole("link", { name: "Continue" }).click();

  await page.getByLabel("Provider key").fill("sk-ant-demo-journey");
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await expect(page.getByText("Test passed")).toBeVisible();
  await keep.click();

  await expect(page.getByRole("heading", { name: "Vision stands" })).toBeVisible();
  await expect(page.getByRole("row", { name: /Created.*Namespace/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Continue" }).click();

  await expect(page.getByRole("heading", { name: "Run a first session" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Start session" }).click();

  await expect(page.getByRole("heading", { name: "Your first session has finished" })).toBeVisible();
  await expect(page.getByText(/From sign-in to this result in \d+ s\./)).toBeVisible();
  await expect(page.getByRole("log").getByText("finished")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Open the project" }).click();
  await expect(page).toHaveURL(new RegExp(`/orgs/${name}/projects/vision$`));
});

test("what was done in the wizard is there in another browser", async ({ page, browser }) => {
  const other = process.env.PORTICO_E2E_INVITED ?? "ines@northmoor.example";
  await makeNewcomer(other);
  await signIn(page, other, "/welcome");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "Choose your organization" })).toBeVisible();

  const elsewhere = await browser.newPage();
  await signIn(elsewhere, other);
  await expect(elsewhere.getByRole("heading", { name: "Choose your organization" })).toBeVisible();
  await elsewhere.close();
});
