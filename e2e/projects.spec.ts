import { expect } from "@playwright/test";
import { expectAccessible, said, signIn } from "./demo.ts";
import { test } from "./test.ts";
import { evaluation, makeProject, people, unique } from "./world.ts";

test("a project is made, stands, and is deleted to the end by its typed name", async ({ page }) => {
  await signIn(page, people.owner, "/orgs/northmoor");
  const name = unique("short");
  const project = await makeProject(page, name);
  await page.getByRole("button", { name: "Use kubectl" }).click();
  await expect(
    page.getByRole("dialog").getByText(`kubectl get agenticsessions -n northmoor-${name}`),
  ).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Use kubectl" })).toBeFocused();

  await page.goto(`${project}/settings`);
  await page.getByRole("button", { name: "Delete project" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(`The namespace northmoor-${name} with everything in it`)).toBeVisible();
  await expectAccessible(page);
  const confirm = dialog.getByRole("button", { name: "Delete project" });
  await dialog.getByLabel(/to confirm/).fill("something-else");
  await expect(confirm).toHaveAttribute("aria-disabled", "true");
  await dialog.getByLabel(/to confirm/).fill(name);
  await confirm.click();
  await expect(page).toHaveURL(/\/removals\//);
  await expect(page.getByRole("heading", { level: 1, name: `${name} is removed` })).toBeVisible({
    timeout: 60_000,
  });
  await expectAccessible(page);
  await page.getByRole("link", { name: "Go to Northmoor" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
  await expect(page.getByRole("link", { name, exact: true })).toHaveCount(0);
  expect((await page.goto(project))?.status()).toBe(404);
});

test("a name that is taken is refused at its field", async ({ page }) => {
  await signIn(page, people.owner, "/orgs/northmoor/projects/new");
  await page.getByLabel("Name", { exact: true }).fill("Retrieval again");
  await page.getByLabel("Short name").fill("retrieval-eval");
  await expect(page.getByText("The name retrieval-eval is taken.")).toBeVisible();
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByText("The project was not created.")).toBeVisible();
  await expect(page.getByLabel("Short name")).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
});

test("to a stranger a project is exactly like one that does not exist", async ({ page }) => {
  await signIn(page, people.stranger, "/orgs/halden");
  const seen = async (path: string) => {
    const answer = await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    return { status: answer?.status(), text: await said(page.locator("body")) };
  };
  for (const rest of [
    "",
    "/sessions",
    "/sessions/new",
    "/credentials",
    "/settings",
    "/members",
    "/access",
    "/audit",
    "/drift",
  ]) {
    const foreign = await seen(evaluation + rest);
    expect(foreign.status).toBe(404);
    expect(foreign).toEqual(await seen(`/orgs/nobody-has-this/projects/nor-this${rest}`));
    expect(foreign).toEqual(await seen(`/orgs/halden/projects/nor-this${rest}`));
  }
  const route = "sessions/new/preflight?model=gpt-5";
  const asJson = async (path: string) => {
    const answer = await page.request.get(path);
    const { requestId: _, instance: __, ...body } = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status(), body };
  };
  const foreign = await asJson(`${evaluation}/${route}`);
  expect(foreign.status).toBe(404);
  expect(foreign).toEqual(await asJson(`/orgs/halden/projects/nor-this/${route}`));
});

test("only an admin of the project may delete it, and the others are told", async ({ page }) => {
  await signIn(page, people.editor, `${evaluation}/settings`);
  await expect(page.getByText("Only an admin of the project may delete it.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete project" })).toHaveAttribute("aria-disabled", "true");
});
