import { expect, type Locator, type Page } from "@playwright/test";
import { secrets } from "#lib/infra/kube/objects.ts";
import { demo, expectAccessible, inCluster, inDatabase, signIn } from "./demo.ts";
import { test } from "./test.ts";
import { evaluation, makeProject, people, unique } from "./world.ts";

/** Gives a key in the dialog of a credential, and asks to keep it. */
async function keepKey(dialog: Locator, value: string): Promise<void> {
  await dialog.getByLabel("Provider key").fill(value);
  await dialog.getByRole("button", { name: "Keep credential" }).click();
}
const rowOf = (page: Page, name: RegExp) => page.getByRole("row", { name });
async function choose(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

test("a credential is tested before it is kept, is never shown again, and can be replaced and removed", async ({
  page,
}) => {
  await signIn(page, people.owner, "/orgs/northmoor");
  const project = await makeProject(page, unique("keys"));
  await page.goto(`${project}/credentials`);
  await expect(page.getByRole("main").getByText("No credential yet")).toBeVisible();
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

  await keepKey(dialog, "sk-ant-demo-refused-1");
  await expect(dialog.getByText("Test failed at the quota")).toBeVisible();

  await keepKey(dialog, "sk-ant-demo-keeper-7q4z");
  await expect(dialog).toBeHidden();
  const row = rowOf(page, /anthropic/);
  await expect(row).toContainText("…7q4z");
  await expect(row).toContainText("Works");
  expect(await page.content()).not.toContain("keeper");

  await page.getByRole("button", { name: "Add a credential" }).click();
  await expect(dialog.getByLabel("Name")).toHaveValue("anthropic-2");
  await dialog.getByLabel("Name").fill("anthropic");
  await expect(dialog.getByText("There is a credential anthropic of this kind already.")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await choose(page, "anthropic", "Replace");
  await keepKey(dialog, "sk-ant-demo-second-8r5y");
  await expect(row).toContainText("…8r5y");

  await choose(page, "anthropic", "Remove");
  await expect(dialog.getByText("No session used it.")).toBeVisible();
  await dialog.getByLabel(/to confirm/).fill("anthropi");
  await expect(dialog.getByText("The name does not match yet.")).toBeVisible();
  await dialog.getByLabel(/to confirm/).fill("anthropic");
  await dialog.getByRole("button", { name: "Remove credential" }).click();
  await expect(page.getByRole("main").getByText("No credential yet")).toBeVisible();

  await page.goto(`${project}/sessions/new`);
  await expect(page.getByRole("main").getByText("The project has no credential yet.").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Add a credential" })).toBeVisible();
});

test("one with two parts has its page: tested, given an end, set otherwise, disabled, and told of a change in the cluster", async ({
  page,
}) => {
  await signIn(page, people.owner, "/orgs/northmoor");
  const name = unique("jira");
  const project = await makeProject(page, name);
  await page.goto(`${project}/credentials`);
  await page.getByRole("button", { name: "Add a credential" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kind", { exact: true }).selectOption("Jira");
  await dialog.getByLabel("Site").fill(demo().provider);
  await dialog.getByLabel("E-mail").fill("bot@northmoor.example");
  await dialog.getByLabel("Webhook secret").fill("jira-webhook-canary");
  await dialog.getByLabel("API token").fill("jira-wrong-0000");
  await dialog.getByRole("button", { name: "Keep credential" }).click();
  await expect(dialog.getByText("Test failed at sign-in")).toBeVisible();
  await dialog.getByLabel("API token").fill("jira-demo-canary-token");
  await dialog.getByRole("button", { name: "Keep credential" }).click();
  await expect(dialog).toBeHidden();

  await rowOf(page, /jira/).getByRole("link", { name: "jira" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "jira" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "jira-webhook-secret" })).toBeVisible();
  await expect(page.getByText("Test passed")).toBeVisible();
  const facts = page.locator("section", { has: page.getByRole("heading", { name: "Facts" }) });
  await expect(facts.getByRole("button", { name: "Copy fingerprint of jira" })).toBeVisible();
  await expect(facts).toContainText("by Olga Okafor");
  await expect(page.getByText("No session used it yet")).toBeVisible();
  await expect(page.getByText("credentials.add").first()).toBeVisible();
  await page.getByRole("button", { name: "Test now" }).click();
  await expect(page.getByText("credentials.tested")).toBeVisible();

  await choose(page, "jira", "Set its end");
  const soon = new Date(Date.now() + 6.5 * 86_400_000).toISOString().slice(0, 10);
  await dialog.getByLabel("Ends on").fill(soon);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/^in [567] d$/)).toBeVisible();

  await page.getByRole("button", { name: "Edit" }).click();
  await dialog.getByLabel("E-mail").fill("bot");
  await dialog.getByRole("button", { name: "Save settings" }).click();
  await expect(dialog.getByText("The settings were not saved.")).toBeVisible();
  await dialog.getByLabel("E-mail").fill("other@northmoor.example");
  await dialog.getByLabel("Site").fill("https://elsewhere.example");
  await dialog.getByRole("button", { name: "Save settings" }).click();
  await expect(dialog.getByText(/^This says where the value is sent/)).toBeVisible();
  await dialog.getByLabel("Site").fill(demo().provider);
  // Somebody else is quicker: they are named, and what was typed stays.
  await inDatabase(
    `update credentials set version = version + 1, settings = settings || '{"email":"third@northmoor.example"}'
      where project_id = (select id from projects where slug = $1)`,
    [name],
  );
  await dialog.getByRole("button", { name: "Save settings" }).click();
  await expect(dialog.getByText("Olga Okafor has changed jira meanwhile.")).toBeVisible();
  await dialog.getByRole("button", { name: "Show it as it is now" }).click();
  await expect(dialog.getByLabel("E-mail")).toHaveAccessibleDescription(/set to third@northmoor.example/);
  await expect(dialog.getByLabel("E-mail")).toHaveValue("other@northmoor.example");
  await dialog.getByRole("button", { name: "Save settings" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("other@northmoor.example")).toBeVisible();

  await choose(page, "jira", "Disable");
  await dialog.getByRole("button", { name: "Disable it" }).click();
  await expect(page.getByText("Disabled").first()).toBeVisible();
  await choose(page, "jira", "Enable");
  await expect(page.getByText("jira is enabled.")).toBeVisible();
  const html = await page.content();
  for (const value of ["canary-token", "webhook-canary"]) expect(html).not.toContain(value);

  await inCluster((client) =>
    client.patch(
      secrets,
      { name: "project-credentials", namespace: `northmoor-${name}` },
      { data: { "jira-api-token": Buffer.from("jira-demo-from-outside").toString("base64") } },
      { fieldManager: "kubectl-edit" },
    ),
  );
  await expect(page.getByText("jira was changed in the cluster.")).toBeVisible();
  await expect(page.getByText("The field manager kubectl-edit wrote another value")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Keep what is there" }).click();
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByText("jira was changed in the cluster.")).toBeHidden();
  await expect(page.getByText("unknown to Portico")).toBeVisible();
  await expect(page.getByText("Test passed")).toBeVisible();
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

  await dialog.getByLabel("Kind", { exact: true }).selectOption("OpenAI-compatible server");
  await dialog.getByLabel("Base URL").fill("models.example");
  await test.click();
  await expect(dialog.getByText("Use an address such as https://host/path")).toBeVisible();
  await dialog.getByLabel("Base URL").fill("https://169.254.169.254/v1");
  await test.click();
  await expect(dialog.getByText("Test failed at DNS")).toBeVisible();
  await expect(dialog.getByLabel("Base URL")).toHaveAccessibleDescription(/inside a private network/);
  await dialog.getByLabel("Base URL").fill(`${demo().provider.replace("http:", "https:")}/v1`);
  await test.click();
  await expect(dialog.getByText("Test failed at TLS")).toBeVisible();
  await expect(dialog.getByLabel("Base URL")).toHaveAccessibleDescription(/No safe connection to/);
  await dialog.getByLabel("Base URL").fill(`${demo().provider}/v1`);
  await dialog.getByLabel("Provider key").fill("sk-demo-right-4k2m");
  const model = dialog.getByRole("textbox", { name: /^Model/ });
  await model.fill("no-such-model");
  await test.click();
  await expect(dialog.getByText("Test failed at the model")).toBeVisible();
  await expect(model).toHaveAccessibleDescription(/the model that is asked for is not open to it/);
  await model.fill("");
  await dialog.getByText("Connection").click();
  await expect(dialog.getByLabel("Check the server's certificate")).toBeChecked();
  await expectAccessible(page);
  await keep.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("row", { name: /openai-compatible/ })).toContainText("Works");

  await page.getByRole("button", { name: "Add a credential" }).click();
  await dialog.getByLabel("Kind", { exact: true }).selectOption("Google Vertex AI");
  const file = await page.request.get(`${demo().provider}/service-account.json`);
  await dialog
    .locator("input[type=file]")
    .setInputFiles({ name: "key.json", mimeType: "application/json", buffer: await file.body() });
  await test.click();
  await expect(dialog.getByText("Test passed")).toBeVisible();

  await dialog.getByLabel("Kind", { exact: true }).selectOption("Other credential");
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

  // A session is given two of them: one for its model, which is named as that server knows it, and a further one.
  await page.goto(`${project}/sessions/new`);
  await page.getByLabel("What should it do?").fill("Repeat: anything at all.");
  await page.getByLabel("Model", { exact: true }).fill("gpt-5");
  await page.getByRole("checkbox", { name: /^generic/ }).check();
  const who = page.getByRole("region", { name: "Who could read them" });
  await expect(who).toContainText("openai-compatible-api-key");
  await expect(who).toContainText("DEPLOY_TOKEN");
  await expect(page.getByText("generic is here, and was never tested")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Start session" }).click();
  await expect(page.getByRole("log").getByText("You asked: Repeat: [masked].")).toBeVisible();
  await expect(page.getByText("generic-value as a variable")).toBeVisible();
  await page.goto(`${project}/credentials`);
  await page.getByRole("link", { name: "generic", exact: true }).click();
  const uses = page.getByRole("table", { name: "Sessions that were given this credential" });
  await expect(uses).toContainText("Repeat: anything at all.");
  await choose(page, "generic", "Remove");
  await expect(dialog.getByText("1 session that used it keeps its log and result.")).toBeVisible();
  await dialog.getByRole("button", { name: "Keep it" }).click();
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
  // While a page streams in, what is on its way there is in the document too.
  await expect(page.getByRole("main").getByText("anthropic: not confirmed.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText("anthropic: the cluster does not have the change.")).toBeVisible();
  await expect(page.getByText("anthropic: not confirmed.")).toBeHidden();
});

/** What the database knows of every credential of the demo's project. */
const kept = () =>
  inDatabase<{ id: string; fingerprint: string; lastFour: string }>(
    `select c.id, c.fingerprint, c.last_four as "lastFour" from credentials c join projects p on p.id = c.project_id
      where p.slug = 'retrieval-eval'`,
  );

test("an editor sees that there is a credential and nothing of the key", async ({ page }) => {
  await signIn(page, people.editor, `${evaluation}/credentials`);
  await expect(page.getByRole("row", { name: /anthropic/ })).toBeVisible();
  // The page is sent part by part: what it says can stand there twice for a moment.
  const add = page.getByRole("button", { name: "Add a credential" });
  await expect(add).toHaveAttribute("aria-disabled", "true");
  await expect(add).toHaveAccessibleDescription(
    "Only an admin of the project adds, tests and removes credentials.",
  );
  const html = await page.content();
  const headers = { "sec-fetch-site": "same-origin" };
  for (const { id, fingerprint, lastFour } of await kept()) {
    expect(html).not.toContain(fingerprint);
    expect(html).not.toContain(`…${lastFour}`);
    const path = `/api/v1/credentials/${id}?organization=northmoor`;
    const told = await (await page.request.get(path, { headers })).json();
    expect(told).toMatchObject({ id, details: null, testStages: null });
    expect((await page.request.get(`${evaluation}/credentials/${id}`)).status()).toBe(403);
  }
  await expectAccessible(page);
});

test("a viewer sees nothing of credentials: no page, no link, no answer", async ({ page }) => {
  await signIn(page, people.viewer, evaluation);
  await expect(page.getByRole("link", { name: "Sessions" }).first()).toBeVisible();
  await expect(page.getByRole("link", { name: /Credentials/ })).toHaveCount(0);
  const headers = { "sec-fetch-site": "same-origin" };
  const at = "organization=northmoor&project=retrieval-eval";
  const [one] = await kept();
  for (const path of [`credentials?${at}`, `credentials/${one?.id}?${at}`, `shared-credentials?${at}`])
    expect((await page.request.get(`/api/v1/${path}`, { headers })).status(), path).toBe(403);
  expect((await page.goto(`${evaluation}/credentials`))?.status()).toBe(403);
  await expect(page.getByRole("heading", { name: "Your role does not allow this" })).toBeVisible();
});
