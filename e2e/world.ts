import { expect, type Page } from "@playwright/test";
import { signIn } from "./demo.ts";

/** The demo's project with people of every role, and a credential that works. */
export const evaluation = "/orgs/northmoor/projects/retrieval-eval";
export const people = {
  admin: "mia@northmoor.example",
  editor: "ed@northmoor.example",
  viewer: "vic@northmoor.example",
  owner: "olga@northmoor.example",
  billing: "bill@northmoor.example",
  stranger: "hana@halden.example",
  platform: "pia@portico.example",
};

/** A name that no other run has used. */
export const unique = (word: string) =>
  `${word}-${Date.now().toString(36)}${Math.floor(Math.random() * 36 ** 2).toString(36)}`;

/** Makes an organization in the wizard, as somebody does on their first day. */
export async function makeOrganization(page: Page, email: string, name: string): Promise<void> {
  await signIn(page, email, "/welcome?step=organization");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  if (await page.getByRole("heading", { name: /^You are/ }).isVisible())
    await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Create an organization" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Create and continue" }).click();
  await expect(page.getByRole("heading", { name: "Name your project" })).toBeVisible();
}

/** Makes a project of Northmoor through its form and waits until everything in it stands. Answers its address. */
export async function makeProject(page: Page, name: string): Promise<string> {
  await page.goto("/orgs/northmoor/projects/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await expect(page.getByText(`Gets the namespace northmoor-${name}, which is free.`)).toBeVisible();
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page).toHaveURL(new RegExp(`/projects/${name}$`));
  await expect(page.getByRole("row", { name: /As asked RoleBinding portico-admin/ })).toBeVisible();
  await expect(page.getByRole("link", { name: "New session" })).toBeVisible();
  return `/orgs/northmoor/projects/${name}`;
}

/** Starts a session from the launch form and waits for its page. Answers its address. */
export async function launch(
  page: Page,
  project: string,
  prompt: string,
  title = unique("journey"),
): Promise<string> {
  await page.goto(`${project}/sessions/new`);
  await page.getByLabel("What should it do?").fill(prompt);
  await page.getByLabel("Title").fill(title);
  await page.getByRole("button", { name: "Start session" }).click();
  await expect(page).toHaveURL(/\/sessions\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  return new URL(page.url()).pathname;
}
