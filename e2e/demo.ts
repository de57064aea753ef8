import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page } from "@playwright/test";
import pg from "pg";
import type { DemoState } from "#scripts/demo/state.ts";

const statePath =
  process.env.PORTICO_E2E_STATE ?? join(fileURLToPath(new URL("..", import.meta.url)), ".demo", "state.json");

let state: DemoState | undefined;

/** The running demo: its address, people, database and stand-ins. */
export function demo(): DemoState {
  state ??= JSON.parse(readFileSync(statePath, "utf8")) as DemoState;
  return { ...state, url: process.env.PORTICO_E2E_URL ?? state.url };
}

/** Somebody of the demo, by e-mail address. */
export function person(email: string) {
  const found = demo().people.find((candidate) => candidate.email === email);
  if (!found) throw new Error(`The demo has nobody with the address ${email}.`);
  return found;
}

/** From Portico's door through the issuer's form, as far as the issuer lets them. */
export async function enter(page: Page, email: string): Promise<void> {
  await page.getByRole("button", { name: "Continue with Demo ID" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(person(email).password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs somebody in and waits until they are where they wanted to be. */
export async function signIn(page: Page, email: string, next = "/"): Promise<void> {
  await page.goto(next);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await enter(page, email);
  await page.waitForURL((url) => url.origin === demo().url && !/^\/(sign-in|api)/.test(url.pathname));
}

/** Takes from somebody what earlier runs gave them, so that they come to the wizard as on their first day. */
export async function makeNewcomer(email: string): Promise<void> {
  const client = new pg.Client({ connectionString: demo().databaseUrl });
  await client.connect();
  try {
    const person = "(select id from users where email = $1)";
    await client.query(`delete from onboardings where user_id in ${person}`, [email]);
    await client.query(`delete from memberships where user_id in ${person}`, [email]);
    await client.query("update invitations set accepted_at = null, accepted_by = null where email = $1", [
      email,
    ]);
  } finally {
    await client.end();
  }
}

/** Changes rows past the portal, for what only time or somebody else brings about. */
export async function inDatabase(statement: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: demo().databaseUrl });
  await client.connect();
  try {
    await client.query(statement, values);
  } finally {
    await client.end();
  }
}

/** Presses Tab until the part is focused, as somebody without a mouse gets there. */
export async function tabTo(page: Page, part: Locator): Promise<void> {
  await expect(part).toBeVisible();
  for (let presses = 0; presses < 80; presses++) {
    if (await part.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${part} cannot be reached with the Tab key.`);
}

/** Nothing serious or critical for assistive technology, and no sideways scroll. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const bad = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(bad.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, "pixels of sideways scroll").toBeLessThanOrEqual(0);
}
