import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, expect, type Locator, type Page } from "@playwright/test";
import pg from "pg";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { fromFile } from "#lib/infra/kube/config.ts";
import type { DemoState } from "#scripts/demo/state.ts";

export const statePath =
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

/**
 * Signs somebody in at the issuer, without drawing a page, as far as the address that it sends the browser back to. It is not
 * gone to yet: the cookies of the sign-in under way stay as they are.
 */
export async function wayBack({ request }: Pick<BrowserContext, "request">, email: string): Promise<URL> {
  const { url } = demo();
  const { csrfToken } = await (await request.get(`${url}/api/auth/csrf`)).json();
  const form = await request.post(`${url}/api/auth/signin/demo`, { form: { csrfToken, callbackUrl: url } });
  let answer = await request.post(form.url(), {
    form: { email, password: person(email).password },
    maxRedirects: 0,
  });
  for (let hop = 0; hop < 5; hop++) {
    const next = new URL(answer.headers().location ?? "", answer.url());
    if (next.origin === url) return next;
    answer = await request.get(next.href, { maxRedirects: 0 });
  }
  throw new Error("The issuer did not send the browser back.");
}

/**
 * Signs somebody in, with a login session of their own, and goes where they want to be. `enter` is for journeys that are about
 * signing in.
 */
export async function signIn(page: Page, email: string, next = "/"): Promise<void> {
  const { url } = demo();
  const back = await wayBack(page.context(), email);
  const headers = { "user-agent": await page.evaluate(() => navigator.userAgent) };
  await page.request.get(back.href, { headers, maxRedirects: 0 });
  await page.goto(new URL(next, url).href);
  await page.waitForURL((at) => at.origin === url && !/^\/(sign-in|api)/.test(at.pathname));
  await whole(page);
}

/** What is sent part by part stands in a page twice until React has put it in its place. A page that never is whole is looked at as it is. */
export const whole = (page: Page): Promise<void> =>
  page
    .locator('div[hidden][id^="S:"]')
    .first()
    .waitFor({ state: "detached", timeout: 5_000 })
    .catch(() => {});

/** One statement past the portal, for what only time, a crash or somebody else brings about. Answers its rows. */
export async function inDatabase<T extends pg.QueryResultRow>(
  statement: string,
  values: unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: demo().databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(statement, values)).rows;
  } finally {
    await client.end();
  }
}

/** Work in the cluster as its own administrator, who may do what Portico does not expect. */
export async function inCluster<T>(work: (client: KubeClient) => Promise<T>): Promise<T> {
  const client = new KubeClient(fromFile(demo().kubeconfig));
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

/** Takes from somebody what earlier runs gave them, so that they come to the wizard as on their first day. */
export async function makeNewcomer(email: string): Promise<void> {
  const person = "(select id from users where email = $1)";
  await inDatabase(`delete from onboardings where user_id in ${person}`, [email]);
  await inDatabase(`delete from memberships where user_id in ${person}`, [email]);
  await inDatabase("update invitations set accepted_at = null, accepted_by = null where email = $1", [email]);
}

/** What a part of a page says, but for what is another with each request: its address, its number and the time. */
export const said = async (part: Locator): Promise<string> =>
  (await part.ariaSnapshot()).replaceAll(/(definition: )(?:\/.*|\d+ \w+ \d{4}.*)|r-[0-9a-f]{16}/g, "$1…");

/** Presses Tab until the part is focused, as somebody without a mouse gets there. */
export async function tabTo(page: Page, part: Locator): Promise<void> {
  await expect(part).toBeVisible();
  for (let presses = 0; presses < 80; presses++) {
    if (await part.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${part} cannot be reached with the Tab key.`);
}

/**
 * Nothing serious or critical for assistive technology, and no sideways scroll.
 *
 * @param rules Only these rules of axe; all of them unless given.
 */
export async function expectAccessible(page: Page, rules?: string[]): Promise<void> {
  // Our pages have no frames, so that axe needs no second page; and of what passes nobody reads the details.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  const bad = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(bad.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(", ")}`)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, "pixels of sideways scroll").toBeLessThanOrEqual(0);
}

/** `expectAccessible` in the light and in the dark, where only what the colours can change is asked again. */
export async function expectAccessibleInBoth(page: Page): Promise<void> {
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await expect(page.locator("html")).toHaveAttribute("data-theme", scheme);
    await expectAccessible(page, scheme === "dark" ? ["color-contrast"] : undefined);
  }
}
