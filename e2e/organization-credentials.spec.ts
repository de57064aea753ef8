import { expect } from "@playwright/test";
import { externalSecrets } from "#lib/domain/clusters/contract/brought.ts";
import {
  EXTERNAL_CREDENTIALS_SECRET,
  SHARED_CREDENTIALS_SECRET,
} from "#lib/domain/clusters/contract/credentials.ts";
import { type KubeObject, type Resource, secrets } from "#lib/infra/kube/objects.ts";
import { isServed } from "#lib/infra/kube/served.ts";
import { expectAccessible, expectAccessibleInBoth, inCluster, signIn } from "./demo.ts";
import { test } from "./test.ts";
import { launch, makeProject, people, unique } from "./world.ts";

type Secret = KubeObject & { data?: Record<string, string> };
/** The keys of a Secret of the project at this address; null without one. */
const keysOf = (project: string, name: string) =>
  inCluster(async (client) => {
    const namespace = `northmoor-${project.split("/").at(-1)}`;
    const found = await client.get(secrets as Resource<Secret>, { namespace, name });
    return found ? Object.keys(found.data ?? {}).sort() : null;
  });

test("a credential of the organization reaches the projects that are ticked, works there unseen, and is taken away at once", async ({
  page,
}) => {
  await signIn(page, people.owner, "/orgs/northmoor");
  // Among the first by name, so that it is on the first page of the matrix.
  const name = unique("aa-shares");
  const project = await makeProject(page, name);
  const credential = unique("all");
  await page.goto("/orgs/northmoor/credentials");
  await page.getByRole("button", { name: "Add a credential" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(credential);
  await dialog.getByLabel("Provider key").fill("sk-ant-wrong-0000");
  await dialog.getByRole("button", { name: "Keep credential" }).click();
  await expect(dialog.getByText("Anthropic does not know this credential.").first()).toBeVisible();
  await dialog.getByLabel("Provider key").fill("sk-ant-demo-everybody-5k2p");
  await dialog.getByRole("button", { name: "Keep credential" }).click();
  await expect(dialog).toBeHidden();
  const list = page.getByRole("table", { name: "Credentials of the organization" });
  const row = list.getByRole("row", { name: new RegExp(credential) });
  await expect(row).toContainText("…5k2p");
  await expect(row).toContainText("Works");
  expect(await page.content()).not.toContain("everybody");

  await row.getByRole("link", { name: credential }).click();
  await expect(page.getByRole("heading", { level: 1, name: credential })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Last test" })).toBeVisible();
  const facts = page.locator("section", { has: page.getByRole("heading", { name: "Facts" }) });
  await expect(facts.getByRole("button", { name: `Copy fingerprint of ${credential}` })).toBeVisible();
  await expect(facts).toContainText("by Olga Okafor");
  await expectAccessibleInBoth(page);
  await page.getByRole("button", { name: `Actions for ${credential}` }).click();
  await page.getByRole("menuitem", { name: "Set its end" }).click();
  await dialog.getByLabel("Ends on").fill("2099-01-01");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(`The end of ${credential} is set.`)).toBeVisible();
  await page.getByRole("button", { name: `Actions for ${credential}` }).click();
  await page.getByRole("menuitem", { name: "Disable" }).click();
  await expect(dialog).toContainText("in any project");
  await dialog.getByRole("button", { name: "Disable it" }).click();
  await expect(page.getByText(`${credential} is disabled.`)).toBeVisible();
  await page.getByRole("button", { name: `Actions for ${credential}` }).click();
  await page.getByRole("menuitem", { name: "Enable" }).click();
  await expect(page.getByText(`${credential} is enabled.`)).toBeVisible();
  await page.goto("/orgs/northmoor/credentials");

  const box = page.getByRole("checkbox", { name: `${name}: ${credential}` });
  await box.focus();
  await page.keyboard.press("Space");
  await expect(page.getByText(`${name} gets ${credential}.`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save 1 change" }).click();
  await expect(page.getByText("1 given.")).toBeVisible();
  await expect(box).toBeChecked();
  const key = `anthropic-api-key.${credential}`;
  await expect.poll(() => keysOf(project, SHARED_CREDENTIALS_SECRET)).toEqual([key]);

  await page.goto(`${project}/credentials`);
  const shared = page.getByRole("table", { name: "Credentials that the project has from its organization" });
  await expect(shared.getByRole("row", { name: new RegExp(credential) })).toContainText("Works");
  expect(await page.content()).not.toContain("5k2p");
  await launch(page, project, "Say hello.");
  await expect(page.getByText("Succeeded").first()).toBeVisible({ timeout: 60_000 });

  await page.goto("/orgs/northmoor/credentials");
  await page.getByRole("button", { name: `Actions for ${credential}` }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await expect(dialog.getByText(`1 project loses it: ${name}.`)).toBeVisible();
  await expect(dialog.getByText("1 session that used it keeps its log and result.")).toBeVisible();
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto("/orgs/northmoor/credentials");
  await expectAccessibleInBoth(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(wide).toBe(false);
  await box.uncheck();
  await expect(page.getByText(`${name} loses ${credential}.`)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(box).toBeChecked();
  await box.uncheck();
  await page.getByRole("button", { name: "Save 1 change" }).click();
  await expect(page.getByText("1 taken away.")).toBeVisible();
  await expect.poll(() => keysOf(project, SHARED_CREDENTIALS_SECRET)).toBeNull();
  await page.goto(`${project}/credentials`);
  await expect(shared).toBeHidden();
});

test("whoever does not manage the organization does not find its credentials' page", async ({ page }) => {
  await signIn(page, people.admin, "/orgs/northmoor");
  await expect(page.getByRole("navigation").getByRole("link", { name: "Credentials" })).toBeHidden();
  const answer = await page.goto("/orgs/northmoor/credentials");
  expect(answer?.status()).toBe(403);
});

test("a value is fetched from a store of the platform's, says how that goes, is fetched otherwise, and goes without a trace", async ({
  page,
}) => {
  test.slow();
  // The demo starts the operator after people can sign in; it was built before (scripts/prepare.ts).
  await expect
    .poll(() => inCluster((client) => isServed(client, externalSecrets)), { timeout: 60_000 })
    .toBe(true);
  await signIn(page, people.owner, "/orgs/northmoor");
  // Among the first by name, as above.
  const named = unique("aa-fetches");
  const project = await makeProject(page, named);
  await page.goto(`${project}/credentials`);
  await page.getByRole("button", { name: "Add a credential" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /Fetched from a store/ }).check();
  await dialog.getByLabel("Kind", { exact: true }).selectOption("jira");
  await dialog.getByLabel("Site").fill("https://jira.example");
  await dialog.getByLabel("E-mail").fill("bot@northmoor.example");
  const key = dialog.getByLabel("API token: key in the store");
  await key.fill("portico/halden/jira");
  await dialog.getByRole("button", { name: "Keep reference" }).click();
  await expect(
    dialog.getByText("What may be referred to in that store begins with portico/northmoor/."),
  ).toBeVisible();
  await expectAccessible(page);
  await key.fill("portico/northmoor/jira");
  await dialog.getByRole("button", { name: "Keep reference" }).click();
  await expect(dialog).toBeHidden();
  const row = page.getByRole("row", { name: /jira/ });
  await expect(row).toContainText(/Fetched(?! yet)/, { timeout: 30_000 });
  await expect.poll(() => keysOf(project, EXTERNAL_CREDENTIALS_SECRET)).toEqual(["jira-api-token"]);
  expect(await page.content()).not.toContain("jira-demo-token");
  await row.getByRole("link", { name: "jira" }).click();
  await expect(page.getByRole("heading", { name: "Where it comes from" })).toBeVisible();
  await expect(page.getByText("portico/northmoor/jira")).toBeVisible();

  await page.getByRole("button", { name: "Actions for jira" }).click();
  await page.getByRole("menuitem", { name: "Change where it is fetched from" }).click();
  const property = dialog.getByLabel("API token: property");
  await property.fill("x".repeat(300));
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(property).toHaveAccessibleDescription(/long/);
  await expectAccessible(page);
  await property.clear();
  await dialog.getByLabel("Fetched again").selectOption("Every 15 minutes");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Every 15 minutes")).toBeVisible();

  await page.goto(`${project}/credentials`);
  await page.getByRole("button", { name: "Actions for jira" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await dialog.getByLabel(/to confirm/).fill("jira");
  await dialog.getByRole("button", { name: "Remove credential" }).click();
  await expect(page.getByText("No credential yet")).toBeVisible();
  await expect.poll(() => keysOf(project, EXTERNAL_CREDENTIALS_SECRET)).toBeNull();

  // The organization's own, which its projects have by themselves.
  const shared = unique("aa-store");
  await page.goto("/orgs/northmoor/credentials");
  await page.getByRole("button", { name: "Add a credential" }).click();
  await dialog.getByRole("radio", { name: /Fetched from a store/ }).check();
  await dialog.getByLabel("Kind", { exact: true }).selectOption("jira");
  await dialog.getByLabel("Name").fill(shared);
  await dialog.getByLabel("Site").fill("https://jira.example");
  await dialog.getByLabel("E-mail").fill("bot@northmoor.example");
  await key.fill("portico/northmoor/jira");
  await dialog.getByRole("button", { name: "Keep reference" }).click();
  await expect(dialog).toBeHidden();
  const list = page.getByRole("table", { name: "Credentials of the organization" });
  await expect(list.getByRole("row", { name: new RegExp(shared) })).toContainText(/Fetched(?! yet)/, {
    timeout: 30_000,
  });
  await page.getByRole("checkbox", { name: `${named}: ${shared}` }).check();
  await page.getByRole("button", { name: "Save 1 change" }).click();
  await expect.poll(() => keysOf(project, SHARED_CREDENTIALS_SECRET)).toEqual([`jira-api-token.${shared}`]);
  await page.getByRole("button", { name: `Actions for ${shared}` }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await dialog.getByLabel(/to confirm/).fill(shared);
  await dialog.getByRole("button", { name: "Remove credential" }).click();
  await expect(page.getByText(`${shared} is removed.`)).toBeVisible();
  await expect.poll(() => keysOf(project, SHARED_CREDENTIALS_SECRET)).toBeNull();
});
