import { expect, test } from "@playwright/test";
import { expectAccessible, inDatabase, signIn } from "./demo.ts";
import { evaluation, makeProject, people, unique } from "./world.ts";

test("a key is tested before it is kept, is never shown again, and can be replaced and removed", async ({
  page,
}) => {
  await signIn(page, people.owner, "/orgs/northmoor");
  const project = await makeProject(page, unique("keys"));
  await page.goto(`${project}/credentials`);
  await expect(page.getByText("No credential yet")).toBeVisible();
  await page.getByRole("button", { name: "Add a credential" }).click();
  const dialog = page.getByRole("dialog");
  const keep = dialog.getByRole("button", { name: "Keep credential" });
  await expect(keep).toHaveAttribute("aria-disabled", "true");

  await dialog.getByLabel("Provider key").fill("sk-ant-wrong-0000");
  await dialog.getByRole("button", { name: "Test", exact: true }).click();
  await expect(dialog.getByText("Test failed at sign-in")).toBeVisible();
  await expect(dialog.getByText("Anthropic does not know this key.").first()).toBeVisible();
  await expect(dialog.getByRole("figure", { name: "The provider's words" })).toContainText("401");
  await expectAccessible(page);

  await dialog.getByLabel("Provider key").fill("sk-ant-demo-refused-1");
  await keep.click();
  await expect(dialog.getByText("Test failed at the quota")).toBeVisible();

  await dialog.getByLabel("Provider key").fill("sk-ant-demo-keeper-7q4z");
  await keep.click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole("row", { name: /anthropic/ });
  await expect(row).toContainText("…7q4z");
  await expect(row).toContainText("Works");
  expect(await page.content()).not.toContain("keeper");

  await page.getByRole("button", { name: "Add a credential" }).click();
  await expect(dialog.getByLabel("Name")).toHaveValue("anthropic-2");
  await dialog.getByLabel("Name").fill("anthropic");
  await expect(dialog.getByText("The project has a credential anthropic already.")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await row.getByRole("button", { name: "Actions for anthropic" }).click();
  await page.getByRole("menuitem", { name: "Replace" }).click();
  await dialog.getByLabel("Provider key").fill("sk-ant-demo-second-8r5y");
  await keep.click();
  await expect(row).toContainText("…8r5y");

  await row.getByRole("button", { name: "Actions for anthropic" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await dialog.getByLabel(/to confirm/).fill("anthropi");
  await expect(dialog.getByText("The name does not match yet.")).toBeVisible();
  await dialog.getByLabel(/to confirm/).fill("anthropic");
  await dialog.getByRole("button", { name: "Remove credential" }).click();
  await expect(page.getByText("No credential yet")).toBeVisible();

  await page.goto(`${project}/sessions/new`);
  await expect(page.getByText("The project has no credential yet.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Add a credential" })).toBeVisible();
});

test("a change that was cut off is shown as not confirmed, and settled by what the cluster has", async ({
  page,
}) => {
  await signIn(page, people.owner, "/orgs/northmoor");
  const project = await makeProject(page, unique("cut"));
  const slug = project.split("/").at(-1);
  // As a web program leaves it that died after it had asked and before it had written.
  await inDatabase(
    `insert into credential_changes (id, organization_id, project_id, secret_key, kind, name, fingerprint, last_four)
      select gen_random_uuid(), organization_id, id, 'anthropic-api-key', 'anthropic', 'anthropic', 'ab12', '7q4z'
      from projects where slug = $1`,
    [slug],
  );
  await page.goto(`${project}/credentials`);
  await expect(page.getByText("anthropic: not confirmed.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText("anthropic: the cluster does not have the change.")).toBeVisible();
  await expect(page.getByText("anthropic: not confirmed.")).toBeHidden();
});

/** What the database knows of every key. */
const keptKeys = () =>
  inDatabase<{ fingerprint: string; lastFour: string }>(
    'select fingerprint, last_four as "lastFour" from credentials',
  );

for (const [role, email] of [
  ["an editor", people.editor],
  ["a viewer", people.viewer],
] as const)
  test(`${role} sees that there is a credential and nothing of the key`, async ({ page }) => {
    await signIn(page, email, `${evaluation}/credentials`);
    await expect(page.getByRole("row", { name: /anthropic/ })).toBeVisible();
    await expect(
      page.getByText("Only an admin of the project adds, tests and removes credentials."),
    ).toBeVisible();
    await expect(page.getByRole("button", { name: "Add a credential" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    const html = await page.content();
    for (const { fingerprint, lastFour } of await keptKeys()) {
      expect(html).not.toContain(fingerprint);
      expect(html).not.toContain(`…${lastFour}`);
    }
    await expectAccessible(page);
  });
