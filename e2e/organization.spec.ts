import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { demo, inDatabase, signIn } from "./demo.ts";
import { test } from "./test.ts";
import { makeOrganization, makeProject, people, unique } from "./world.ts";

test("an organization's contact and policy for keys are changed, and another open page follows", async ({
  page,
  context,
}) => {
  await signIn(page, people.owner, "/orgs/northmoor/settings");
  const other = await context.newPage();
  await other.goto("/orgs/northmoor/settings");
  const address = `${unique("ops")}@northmoor.example`;
  const days = page.getByLabel("API keys live at most (days)");
  await page.getByLabel("Contact").fill(address);
  await days.fill("364");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("The settings are saved.")).toBeVisible();
  await expect(other.getByLabel("Contact")).toHaveValue(address);
  await expect(other.getByLabel("API keys live at most (days)")).toHaveValue("364");
  await days.fill("400");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Use a number of days from 1 to 365.").first()).toBeVisible();
  await days.fill("365");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(other.getByLabel("API keys live at most (days)")).toHaveValue("365");
  await page.getByLabel("Contact").fill("not an address");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("This is no e-mail address.").first()).toBeVisible();
});

test("a domain shows the record that proves it, is proved by it, and says how people come in", async ({
  page,
}) => {
  await signIn(page, people.owner, "/orgs/northmoor/settings");
  const domain = `${unique("d")}.example`;
  await page.getByLabel("Add a domain").fill("gmail.com");
  await page.getByRole("button", { name: "Add domain" }).click();
  await expect(page.getByText("Everybody can have an address there")).toBeVisible();
  await page.getByLabel("Add a domain").fill(domain);
  await page.getByRole("button", { name: "Add domain" }).click();
  await expect(page.getByText(`_portico-challenge.${domain}`)).toBeVisible();
  const look = page.getByRole("button", { name: `Look for the record of ${domain}` });
  await look.click();
  await expect(page.getByText(`The record is not at _portico-challenge.${domain} yet.`)).toBeVisible();
  const text = (await page.getByText(/^portico-verify=/).textContent()) ?? "";
  const { dnsFile } = demo();
  const known = existsSync(dnsFile) ? JSON.parse(readFileSync(dnsFile, "utf8")) : {};
  writeFileSync(dnsFile, JSON.stringify({ ...known, [`_portico-challenge.${domain}`]: [text.trim()] }));
  await look.click();
  await expect(page.getByText("Proved", { exact: true })).toBeVisible();
  await page.getByLabel("People with an address in it").selectOption("auto");
  await expect(page.getByText(`${domain} is changed.`)).toBeVisible();
  await page.getByRole("button", { name: `Remove ${domain}` }).click();
  await expect(page.getByText(`${domain} is removed.`)).toBeVisible();
});

test("a project is renamed, archived and restored; an archived one starts nothing", async ({ page }) => {
  await signIn(page, people.owner, "/orgs/northmoor");
  const project = await makeProject(page, unique("kept"));
  await page.goto(`${project}/settings`);
  await page.getByLabel("Name", { exact: true }).fill("Renamed project");
  await page.getByLabel("Labels").fill("team=claims");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("The project is changed.")).toBeVisible();
  await page.getByRole("button", { name: "Archive project" }).click();
  await expect(page.getByText("This project is archived: nothing can be started in it.")).toBeVisible();
  await page.goto(`${project}/sessions/new`);
  await expect(page.getByText("The project is archived.")).toBeVisible();
  await page.goto(`${project}/settings`);
  await page.getByRole("button", { name: "Restore project" }).click();
  await expect(page.getByRole("button", { name: "Archive project" })).toBeVisible();
});

test("an organization that is being deleted is out of use and can be kept", async ({ page }) => {
  const name = unique("leaving");
  await makeOrganization(page, people.billing, name);
  await page.goto(`/orgs/${name}/settings`);
  await page.getByRole("button", { name: "Delete organization" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(name);
  await dialog.getByRole("button", { name: "Delete organization" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `${name} is being deleted` })).toBeVisible();
  await page.goto(`/orgs/${name}`);
  await expect(page).toHaveURL(new RegExp(`/suspended/${name}$`));
  const link = page.getByRole("link", { name: new RegExp(`^Download organization_${name}_`) });
  await expect(async () => {
    await page.reload();
    await expect(link).toBeVisible({ timeout: 1_000 });
  }, "its owner can take everything it had").toPass();
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(readFileSync(await file.path(), "utf8")).toContain(`"slug":"${name}"`);
  await page.getByRole("button", { name: `Keep ${name}` }).click();
  await expect(page).toHaveURL(new RegExp(`/orgs/${name}$`));
  await expect(page.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
});

test("the settings are not for members, and the log says who tried", async ({ page }) => {
  await signIn(page, people.editor, "/orgs/northmoor");
  expect((await page.goto("/orgs/northmoor/settings"))?.status()).toBe(403);
  const [tried] = await inDatabase(
    `select e.outcome, e.reason, u.email from audit_events e join users u on u.id = e.actor_user_id
      where e.action = 'pages.open' and e.detail->>'permission' = 'organization:update' order by e.at desc limit 1`,
  );
  expect(tried).toEqual({ outcome: "refused", reason: "forbidden", email: people.editor });
});
