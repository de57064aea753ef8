import { expect, test } from "@playwright/test";
import { demo, expectAccessible, inDatabase, signIn } from "./demo.ts";
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
  await expect(dialog.getByText("Anthropic does not know this credential.").first()).toBeVisible();
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

test("each kind asks for its own, is tested by what it is, and says who could read it", async ({ page }) => {
  await signIn(page, people.owner, "/orgs/northmoor");
  const project = await makeProject(page, unique("kinds"));
  await page.goto(`${project}/credentials`);
  await page.getByRole("button", { name: "Add a credential" }).click();
  const dialog = page.getByRole("dialog");
  const keep = dialog.getByRole("button", { name: "Keep credential" });
  const test = dialog.getByRole("button", { name: "Test", exact: true });
  await expect(dialog.getByText("can have an agent print it")).toContainText("the file anthropic-api-key");

  await dialog.getByLabel("Provider", { exact: true }).selectOption("OpenAI-compatible server");
  await dialog.getByLabel("Base URL").fill("models.example");
  await test.click();
  await expect(dialog.getByText("Use an address such as https://host/path")).toBeVisible();
  await dialog.getByLabel("Base URL").fill("https://169.254.169.254/v1");
  await test.click();
  await expect(dialog.getByText("Test failed at DNS")).toBeVisible();
  await expect(dialog.getByLabel("Base URL")).toHaveAccessibleDescription(/inside a private network/);
  await dialog.getByLabel("Base URL").fill(`${demo().provider}/v1`);
  await dialog.getByLabel("Provider key").fill("sk-demo-right-4k2m");
  await dialog.getByText("Connection").click();
  await expect(dialog.getByLabel("Check the server's certificate")).toBeChecked();
  await expectAccessible(page);
  await keep.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("row", { name: /openai-compatible/ })).toContainText("Works");

  await page.getByRole("button", { name: "Add a credential" }).click();
  await dialog.getByLabel("Provider", { exact: true }).selectOption("Google Vertex AI");
  const file = await page.request.get(`${demo().provider}/service-account.json`);
  await dialog
    .locator("input[type=file]")
    .setInputFiles({ name: "key.json", mimeType: "application/json", buffer: await file.body() });
  await test.click();
  await expect(dialog.getByText("Test passed")).toBeVisible();

  await dialog.getByLabel("Provider", { exact: true }).selectOption("Other credential");
  await expect(test).toBeHidden();
  await dialog.getByLabel("Handed over as").selectOption("A variable of the environment");
  await dialog.getByLabel("Variable").fill("PATH");
  await dialog.getByLabel("Value").fill("anything at all");
  await keep.click();
  await expect(dialog.getByText("This variable decides how programs run")).toBeVisible();
  await dialog.getByLabel("Variable").fill("DEPLOY_TOKEN");
  await expect(dialog.getByText("can have an agent print it")).toContainText("the variable DEPLOY_TOKEN");
  await keep.click();
  await expect(page.getByRole("row", { name: /generic/ })).toContainText("Kept");
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
