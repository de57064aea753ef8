import { expect } from "@playwright/test";
import { inDatabase, signIn } from "./demo.ts";
import { test } from "./test.ts";
import { evaluation, launch, people, unique } from "./world.ts";

test("eight tabs of one project are all live, and none waits for another", async ({ page, context }) => {
  await signIn(page, people.editor, `${evaluation}/sessions`);
  const tabs = [page];
  while (tabs.length < 8) {
    const tab = await context.newPage();
    await tab.goto(`${evaluation}/sessions`);
    tabs.push(tab);
  }
  for (const tab of tabs) await expect(tab.getByText("Live", { exact: true })).toBeVisible();
  const title = unique("everywhere");
  await launch(tabs[7]!, evaluation, "Say where you are seen.", title);
  for (const tab of tabs.slice(0, 7)) await expect(tab.getByRole("link", { name: title })).toBeVisible();
  // The tab that had the stream goes; the next one takes over.
  await page.close();
  const again = unique("still");
  await launch(tabs[7]!, evaluation, "Say it again.", again);
  for (const tab of tabs.slice(1, 7)) await expect(tab.getByRole("link", { name: again })).toBeVisible();
});

test("a page of the list on which nothing is left leads back to the first one", async ({ page }) => {
  const nowhere = "before=00000000-0000-7000-8000-000000000000";
  await signIn(page, people.editor, `${evaluation}/sessions?${nowhere}`);
  await expect(page.getByText("Nothing is on this page any more.")).toBeVisible();
  await page.getByRole("link", { name: "To the first page" }).click();
  await expect(page.getByRole("table", { name: "Sessions" })).toBeVisible();
});

test("a log that was kept in part says which lines are left out", async ({ page }) => {
  await signIn(page, people.editor, evaluation);
  const address = await launch(page, evaluation, "Say little.");
  await page.getByRole("tab", { name: "Log" }).click();
  await expect(page.getByText("Kept", { exact: true })).toBeVisible();
  // As if five thousand lines had been written before those that are there.
  await inDatabase("update agent_session_logs set skipped_lines = 5000 where session_id = $1", [
    address.split("/").at(-1),
  ]);
  await page.goto(address);
  await page.getByRole("tab", { name: "Log" }).click();
  await expect(page.getByText("5,000 lines left out, 1 to 5,000:")).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download the log" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/-from-line-5001\.jsonl$/);
});
