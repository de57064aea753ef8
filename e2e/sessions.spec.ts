import { expect } from "@playwright/test";
import { newId } from "#lib/infra/db/id.ts";
import { expectAccessible, inDatabase, signIn } from "./demo.ts";
import { test } from "./test.ts";
import { evaluation, launch, makeProject, people, unique } from "./world.ts";

test("a session runs to its result with its log on the screen", async ({ page }) => {
  await signIn(page, people.editor, `${evaluation}/sessions/new`);
  await launch(page, evaluation, "Name three things that a namespace isolates.");
  await page.getByRole("tab", { name: "Log" }).click();
  const log = page.getByRole("log", { name: "Log of the session" });
  await expect(log.getByText("You asked: Name three things that a namespace isolates.")).toBeVisible();
  await expect(page.getByRole("list", { name: "Stages" }).getByText("Succeeded")).toBeVisible();
  await expect(log.getByText(/finished, exit code 0/)).toBeVisible();
  await expect(page.getByText("Kept", { exact: true })).toBeVisible();
  await page.getByRole("tab", { name: "Result" }).click();
  await expect(page.getByRole("tabpanel").getByText("You asked:")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("tab", { name: "Log" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download the log" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^s-[0-9a-z]{26}\.jsonl$/);
});

test("a log that is opened late shows what was written before", async ({ page, browser }) => {
  await signIn(page, people.editor, evaluation);
  const address = await launch(page, evaluation, "[[slow]] Count to ten.");
  await expect(page.getByRole("log").getByText("You asked: Count to ten.")).toBeVisible();
  const late = await browser.newPage();
  await signIn(late, people.viewer, address);
  await expect(late.getByRole("log").getByText("You asked: Count to ten.")).toBeVisible();
  await late.close();
});

test("a running session is stopped, and what it wrote is kept", async ({ page }) => {
  await signIn(page, people.editor, evaluation);
  await launch(page, evaluation, "[[hang]] Write a long text about quotas.");
  await expect(page.getByRole("log").getByText(/You asked/)).toBeVisible();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(page.getByText("It was stopped on request; what it wrote is kept.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Stop", exact: true })).toHaveCount(0);
  await expect(page.getByRole("log").getByText(/You asked/)).toBeVisible();
});

const failures = [
  { marker: "refused", sentence: "The provider does not accept the credential." },
  { marker: "no-credit", sentence: "The provider's account has no credit left." },
  { marker: "overloaded", sentence: "The provider was overloaded for five tries." },
  { marker: "truncated", sentence: "The answer broke off twice." },
];

for (const { marker, sentence } of failures)
  test(`a session that fails because of ${marker} says so in one sentence, with the next step`, async ({
    page,
  }) => {
    await signIn(page, people.editor, evaluation);
    await launch(page, evaluation, `[[${marker}]] Say something.`);
    await expect(page.getByText(sentence)).toBeVisible({ timeout: 45_000 });
    await expect(page.getByRole("figure", { name: "The runner's words" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Clone" })).toBeVisible();
    await expectAccessible(page);
  });

test("a clone is filled in, shows what differs, and belongs to whoever starts it", async ({ page }) => {
  await signIn(page, people.editor, evaluation);
  const source = unique("source");
  await launch(page, evaluation, "Say what a quota is.", source);
  await expect(page.getByRole("link", { name: "Clone" })).toBeVisible();

  const other = await page.context().browser()!.newPage();
  await signIn(other, people.admin, new URL(page.url()).pathname);
  await other.getByRole("link", { name: "Clone" }).click();
  await expect(other.getByLabel("Title")).toHaveValue(source);
  await expect(other.getByText("Nothing differs from it yet.")).toBeVisible();
  await other.getByLabel("Title").fill(`${source} again`);
  await expect(other.getByText("One field differs from it.")).toBeVisible();
  await other.getByLabel("What should it do?").press("Control+Enter");
  await expect(other.getByRole("heading", { level: 1, name: `${source} again` })).toBeVisible();
  await expect(other.getByText("Mia Tanaka").first()).toBeVisible();
  await expect(other.getByRole("link", { name: source, exact: true })).toBeVisible();
  await other.close();
});

test("a double click starts one session", async ({ page }) => {
  await signIn(page, people.editor, `${evaluation}/sessions/new`);
  const title = unique("double");
  await page.getByLabel("What should it do?").fill("Answer once.");
  await page.getByLabel("Title").fill(title);
  await page.getByRole("button", { name: "Start session" }).dblclick();
  await expect(page).toHaveURL(/\/sessions\/[0-9a-f-]{36}$/);
  await page.goto(`${evaluation}/sessions?q=${title}`);
  await expect(page.getByRole("link", { name: title })).toHaveCount(1);
});

test("filters live in the address, and Back undoes one", async ({ page }) => {
  await signIn(page, people.editor, evaluation);
  const title = unique("findable");
  await launch(page, evaluation, "Say yes.", title);
  await page.goto(`${evaluation}/sessions`);
  await page.getByRole("searchbox", { name: "Find in title or id" }).fill(title);
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`q=${title}`));
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("switch", { name: "Mine only" }).click();
  await expect(page).toHaveURL(/mine=1/);
  await expect(page.getByRole("link", { name: title })).toBeVisible();
  await page.goBack();
  await expect(page).not.toHaveURL(/mine=1/);
  await page.goto(`${evaluation}/sessions?state=nonsense&before=nonsense`);
  await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
});

/** Sessions that ended, as rows only: titled `<word> 001` and on, the last one newest. */
async function makeEnded(project: string, word: string, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const now = Date.now();
  await inDatabase(
    `insert into agent_sessions (id, organization_id, project_id, resource_name, title, prompt, agent, model,
       credential_refs, resource_class, timeout_seconds, inactivity_timeout_seconds, request_id, phase, log_state)
     select made.id, organization_id, project.id, $2 || '-' || made.n, $2 || ' ' || lpad(made.n::text, 3, '0'), 'Say hello.',
       'chat', 'claude-sonnet-4-5', '{}', 'small', 60, 60, 'r-e2e', 'Succeeded', 'lost'
     from projects as project, unnest($3::uuid[]) with ordinality as made (id, n)
     where slug = $1 and deleted_at is null`,
    [project, word, numbers.map((n) => newId(now + n))],
  );
}

test("a list of many sessions is paged: each is on one page, newest first, and the way back is the same", async ({
  page,
}) => {
  await signIn(page, people.owner, "/orgs/northmoor");
  const name = unique("many");
  const project = await makeProject(page, name);
  await makeEnded(name, "row", 120);
  await page.goto(`${project}/sessions`);
  const titles = () => page.getByRole("link", { name: /^row \d{3}$/ }).allTextContents();
  const rows = (from: number, to: number) =>
    Array.from({ length: from - to + 1 }, (_, i) => `row ${String(from - i).padStart(3, "0")}`);
  const pages = [rows(120, 71), rows(70, 21), rows(20, 1)];
  const older = page.getByRole("link", { name: "Next" });
  const newer = page.getByRole("link", { name: "Previous" });
  const pager = page.getByRole("navigation", { name: "Pages" });

  await expect(pager.getByText("50 of 120 shown")).toBeVisible();
  await expect(newer).toHaveCount(0);
  for (const [i, expected] of pages.entries()) {
    await expect.poll(titles).toEqual(expected);
    if (i < 2) await older.click();
  }
  await expect(pager.getByText("20 of 120 shown")).toBeVisible();
  await expect(older).toHaveCount(0);
  await expectAccessible(page);
  for (const expected of [pages[1], pages[0]]) {
    await newer.click();
    await expect.poll(titles).toEqual(expected);
  }
  await page.reload();
  await expect.poll(titles).toEqual(pages[0]);

  // A session that is made meanwhile moves nobody who reads further down.
  await older.click();
  await expect.poll(titles).toEqual(pages[1]);
  await makeEnded(name, "later", 1);
  await page.reload();
  await expect.poll(titles).toEqual(pages[1]);
  await page.goto(`${project}/sessions?q=row%20007`);
  await expect.poll(titles).toEqual(["row 007"]);
});

test("several sessions are stopped together, and the list moves by itself", async ({ page }) => {
  await signIn(page, people.editor, evaluation);
  const word = unique("bulk");
  await launch(page, evaluation, "[[hang]] First long answer.", `${word} one`);
  await launch(page, evaluation, "[[hang]] Second long answer.", `${word} two`);
  await page.goto(`${evaluation}/sessions?q=${word}`);
  await expect(page.getByRole("row", { name: /Running/ })).toHaveCount(2);
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await expect(page.getByText("2 selected")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Stop 2" }).click();
  await expect(page.getByRole("row", { name: /Stopped/ })).toHaveCount(2);
});

test("a viewer reads sessions and is told why they cannot start one", async ({ page }) => {
  await signIn(page, people.viewer, `${evaluation}/sessions/new`);
  await expect(page.getByText("Viewers may read sessions and not start them.")).toBeVisible();
  await expect(page.getByLabel("Credential")).toHaveCount(0);
  await page.getByLabel("What should it do?").fill("May I?");
  const start = page.getByRole("button", { name: "Start session" });
  await expect(start).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText("Start opens when the role check passes.")).toBeVisible();
  await start.click({ force: true });
  await expect(page).toHaveURL(/\/sessions\/new$/);
});

test("the pre-flight says which model the credential does not open", async ({ page }) => {
  await signIn(page, people.editor, `${evaluation}/sessions/new`);
  await page.getByLabel("What should it do?").fill("Use another provider.");
  await page.getByLabel("Model").selectOption("gpt-5-mini");
  await expect(page.getByText("1 of 6 says no")).toBeVisible();
  await expect(page.getByRole("button", { name: "Start session" })).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page);
});
