import { expect, type Locator, type Page } from "@playwright/test";
import { formatDate, formatTurn } from "#components/ui/format.ts";
import { verifyPassport } from "../passport/verify.js";
import { demo, expectAccessible, expectAccessibleInBoth, inDatabase, person, signIn, tabTo } from "./demo.ts";
import { test } from "./test.ts";
import { evaluation, people, unique } from "./world.ts";

/** What the API says to a key. */
const me = (key: string) => fetch(`${demo().url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } });

/** Asks as a gateway of models does. */
function asGateway(path: string, body: object) {
  const { url, passport } = demo();
  return fetch(`${url}/api/v1/keys/${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-portico-gateway": passport.gateway,
      "x-portico-audience": passport.aud,
    },
    body: JSON.stringify(body),
  });
}

/** What a gateway is told of a call with a key: its status, and why not. */
async function verdict(key: string, more: object = {}): Promise<[status: number, code: string | null]> {
  const answer = await asGateway("verify", { key, model: "claude-haiku-4-5", ...more });
  const { code = null } = (await answer.json()) as { code?: string };
  return [answer.status, code];
}

/** Reports a call of these tokens with the key of an id, as a gateway does when it is over. */
async function report(key: string, promptTokens: number): Promise<void> {
  const now = new Date().toISOString();
  const event = { id: unique("call"), key, model: "claude-haiku-4-5", promptTokens, cost: 0.25 };
  const answer = await asGateway("usage", { events: [{ ...event, startedAt: now, endedAt: now }] });
  expect(await answer.json()).toMatchObject({ counted: 1 });
}

const shownDialog = (page: Page) => page.getByRole("dialog", { name: "Copy the key now" });

/** Reads the secret that is shown once, and closes the dialog after copying. */
async function takeSecret(page: Page): Promise<string> {
  const dialog = shownDialog(page);
  const copy = dialog.getByRole("button", { name: "Copy", exact: true });
  await expect(copy).toBeFocused();
  const secret = (await dialog.locator("[data-secret]").textContent()) ?? "";
  await copy.click();
  await expect(dialog.getByText("Copied. Keep it where you keep secrets.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  await expect(dialog).toBeHidden();
  return secret;
}

/** Types what a dialog asks for, and goes on. */
async function confirmBy(dialog: Locator, text: string, button: string): Promise<void> {
  await dialog.getByRole("textbox").fill(text);
  await dialog.getByRole("button", { name: button }).click();
  await expect(dialog).toBeHidden();
}

/** Rows of a list of keys: beside it there may be tables of something else. */
const rows = (page: Page, name?: RegExp) =>
  page.getByRole("table", { name: /^(API keys|Keys that would be revoked)/ }).getByRole("row", { name });
const rowOf = (page: Page, name: string) => rows(page, new RegExp(name));

/** Makes a key through the API, with that of somebody of the demo. */
async function makeKey(email: string, wanted: object): Promise<{ id: string; key: string; prefix: string }> {
  const expiresAt = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const answer = await fetch(`${demo().url}/api/v1/keys?organization=northmoor`, {
    method: "POST",
    headers: { authorization: `Bearer ${person(email).key}`, "content-type": "application/json" },
    body: JSON.stringify({ scopes: ["sessions:read"], expiresAt, ...wanted }),
  });
  expect(answer.status, await answer.clone().text()).toBe(201);
  return (await answer.json()) as { id: string; key: string; prefix: string };
}

test.beforeEach(({ context }) => context.grantPermissions(["clipboard-read", "clipboard-write"]));

test("a key is made with nothing typed lost, shown once with examples, sees its first call arrive, and is in no page afterwards", async ({
  page,
  context,
}) => {
  const name = unique("ci");
  await signIn(page, people.admin, `${evaluation}/keys`);
  await page.getByRole("main").getByRole("link", { name: "New key" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("radio", { name: /^Project/ }).check();
  await page.getByLabel("Role in the project").selectOption("editor");
  await page.getByLabel("claude-haiku-4-5").check();
  await page.getByLabel("Tokens a month").fill("500,000");
  await page.getByLabel("Requests a minute").fill("60");
  await page.getByLabel("Cost a month").fill("20");
  await page.getByLabel("Addresses").fill("10.0.0.0/8\n10.0.0.1/8");
  await page.getByLabel("The key ends").selectOption("30");
  const lastDay = formatDate(Date.now() + 30 * 86_400_000);
  await expect(page.getByText(`With its last day where you are: ${lastDay} 23:59:59 UTC`)).toBeVisible();
  await page.getByRole("button", { name: "Make the key" }).click();
  await expect(page.getByText(/10\.0\.0\.1\/8: The address has bits beyond/).first()).toBeVisible();
  await expect(page.getByLabel("Addresses")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Addresses").fill("");
  await expectAccessible(page);

  const [cookie] = (await context.cookies()).filter(({ name: of }) => of === "portico");
  await inDatabase(
    "update login_sessions set confirmed_at = now() - interval '11 minutes' where token_hash = sha256($1)",
    [Buffer.from(cookie?.value ?? "")],
  );
  await page.getByRole("button", { name: "Make the key" }).click();
  await expect(page.getByRole("dialog", { name: "Sign in again to go on" })).toBeVisible();
  const opened = context.waitForEvent("page");
  await page.getByRole("button", { name: "Sign in again" }).click();
  const provider = await opened;
  await provider.getByLabel("E-mail").fill(people.admin);
  await provider.getByLabel("Password").fill(person(people.admin).password);
  await provider.getByRole("button", { name: "Sign in" }).click();

  // What was typed was kept, and goes on by itself.
  const dialog = shownDialog(page);
  await expect(dialog).toContainText("Retrieval evaluation");
  const key = (await dialog.locator("[data-secret]").textContent()) ?? "";
  expect(key).toMatch(/^ptc_prj_[0-9A-Za-z]{57}$/);
  await expect(dialog.getByLabel("Example in curl")).toContainText(key);
  await expect(dialog.getByLabel("Example in curl")).toContainText("/v1/messages");
  await dialog.getByRole("tab", { name: "Python" }).click();
  await expect(dialog.getByLabel("Example in Python")).toContainText('model="claude-haiku-4-5"');
  await page.keyboard.press("ArrowRight");
  await expect(dialog.getByLabel("Example in TypeScript")).toContainText("@anthropic-ai/sdk");
  await expectAccessibleInBoth(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 800 });

  await expect(dialog.getByText("Waiting for its first call")).toBeVisible();
  expect(await verdict(key)).toEqual([200, null]);
  await expect(dialog.getByText(/^First call/)).toBeVisible();
  const [row] = await inDatabase<{ id: string }>("select id from keys where name = $1", [name]);
  const id = row?.id ?? "";
  await report(id, 412_300);
  await expect(dialog.getByText(/^First call .+: 200, model claude-haiku-4-5$/)).toBeVisible();

  // Two wrong ways out, and then the right one.
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  await (await asked).dismiss();
  await page.keyboard.press("Escape");
  await expect(dialog.getByText("You have not copied it, and you will not see it again.")).toBeVisible();
  await dialog.getByRole("button", { name: "Copy", exact: true }).click();
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  await expect(page).toHaveURL(/\/keys$/);
  await expect(page.getByText(key)).toHaveCount(0);

  const shown = rowOf(page, name);
  const said = [/Active/, `${key.slice(0, 16)}…${key.slice(-4)}`, "models:call", "claude-haiku-4-5"];
  for (const text of [...said, "Project, Editor", "by Mia", /ago|now/, "in 30 d", lastDay])
    await expect(shown).toContainText(text);
  await expect(
    shown.getByRole("img", { name: "Requests a day, last 30 days: 1 in all, highest 1, today 1" }),
  ).toBeVisible();
  await expect(
    page.getByRole("table", { name: "Used by key" }).getByRole("row", { name: new RegExp(name) }),
  ).toContainText(/1\s*0\s*412,300\s*\$0\.25/);
  const file = await page.request.get(`${evaluation}/usage/file`);
  expect(file.headers()["content-disposition"]).toMatch(
    /"usage_northmoor_retrieval-eval_\d{4}-\d\d-01_\d{4}-\d\d-\d\d\.csv"$/,
  );
  expect(await file.text()).toContain(`retrieval-eval,${name},${id},claude-haiku-4-5,1,0,412300,0,0.25\r\n`);
  // A key that is pasted is looked for by its beginning, and no more of it goes anywhere.
  await page.getByRole("searchbox", { name: "Find keys" }).fill(key);
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`q=${key.slice(0, 16)}$`));
  await expect(rows(page)).toHaveCount(2);

  await shown.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const meter = page.getByRole("meter", { name: "Tokens this month" });
  await expect(meter).toHaveAttribute(
    "aria-valuetext",
    /^412,300 of 500,000 tokens, over 80 %, resets in .+ \(1 \w{3} 00:00 UTC\)$/,
  );
  await expect(page.getByRole("table", { name: "Last calls of models" })).toContainText(
    /Answered\s*claude-haiku-4-5\s*412,300\s*\$0\.25/,
  );
  await page.getByRole("button", { name: "View as table" }).click();
  await expect(page.getByRole("table", { name: "Requests a day" }).getByRole("row").nth(1)).toContainText(
    "1",
  );
  await page.getByRole("button", { name: "View as chart" }).click();
  await page.getByRole("group", { name: /^Requests a day/ }).focus();
  await page.keyboard.press("End");
  await expect(page.getByText(/^\d+ \w{3}: 1 requests$/)).toBeVisible();
  await expectAccessibleInBoth(page);
  for (const path of [`${evaluation}/keys`, `${evaluation}/keys/${id}`, `${evaluation}/audit`])
    expect(await (await page.request.get(path)).text(), path).not.toContain(key.slice(16, -4));

  // Over its limit it is refused with the numbers, and the page says so in red words.
  await report(id, 90_000);
  expect(await verdict(key)).toEqual([429, "key_limit"]);
  await page.reload();
  await expect(meter).toHaveAttribute("aria-valuetext", /used up/);
});

test("rotating lets both secrets work until the overlap is ended; disabled, expired and revoked are told apart", async ({
  page,
}) => {
  const name = unique("rotating");
  const project = { kind: "project", project: "retrieval-eval", projectRole: "editor" };
  const { id, key } = await makeKey(people.admin, { ...project, name, scopes: ["models:call"] });
  // A key that was made with another ends with that, and is not asked for here.
  await inDatabase("update keys set parent_id = null, expires_at = now() + interval '6 days' where id = $1", [
    id,
  ]);
  expect(await verdict(key)).toEqual([200, null]);

  await signIn(page, people.admin, `${evaluation}/keys`);
  const note = page.getByText(`${name} stops working in 5 d`).locator("..").locator("..");
  await expect(note).toBeVisible();
  await expect(rowOf(page, name)).toContainText("Expires soon");
  await rowOf(page, name)
    .getByRole("button", { name: `Actions for ${name}` })
    .click();
  await page.getByRole("menuitem", { name: "Rotate" }).click();
  const rotate = page.getByRole("dialog", { name: `Rotate ${name}` });
  await rotate.getByRole("radio", { name: /^7 days/ }).check();
  await rotate.getByLabel("The key ends").selectOption("90");
  await expectAccessible(page);
  await rotate.getByRole("button", { name: "Rotate the key" }).click();
  const fresh = await takeSecret(page);
  expect(await verdict(fresh)).toEqual([200, null]);
  expect(await verdict(key)).toEqual([200, null]);
  await expect(rowOf(page, name)).toContainText("Rotating");
  await expect(rowOf(page, name)).toContainText("old one ends");
  await expect(rowOf(page, name)).toContainText("in 90 d");

  await page.getByRole("link", { name: /^Rotating/ }).click();
  await expect(page).toHaveURL(/state=rotating/);
  await rowOf(page, name).getByRole("link", { name }).click();
  // A page that is loaded again before it is there is the one from before.
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const secrets = page.getByRole("table", { name: "Secrets that work" });
  // A use is noted when the one before was some seconds ago, as it is here.
  await inDatabase("update key_secrets set last_used_at = now() - interval '1 hour' where key_id = $1", [id]);
  expect(await verdict(key)).toEqual([200, null]);
  await page.reload();
  await expect(secrets.getByRole("row", { name: /From before the rotation/ })).toContainText("used last");
  await secrets.getByRole("button", { name: "End overlap now" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End overlap now" }).click();
  await expect(secrets.getByRole("row")).toHaveCount(2);
  expect(await verdict(key)).toEqual([401, "key_rotated"]);
  expect(await verdict(fresh)).toEqual([200, null]);

  // With an hour both work; while that lasts the next one ends both at once.
  const turn = async (overlap: string) => {
    await page.getByRole("button", { name: "Rotate", exact: true }).click();
    await rotate.getByRole("radio", { name: new RegExp(`^${overlap}`) }).check();
    await rotate.getByRole("button", { name: "Rotate the key" }).click();
    return takeSecret(page);
  };
  const hourly = await turn("1 hour");
  expect([await verdict(fresh), await verdict(hourly)]).toEqual([
    [200, null],
    [200, null],
  ]);
  const ends = [59, 60].map((minutes) => formatTurn(Date.now() + minutes * 60_000)).join("|");
  await expect(secrets.getByRole("row", { name: /From before the rotation/ })).toContainText(
    new RegExp(ends),
  );
  const last = await turn("Not at all");
  for (const ended of [fresh, hourly]) expect(await verdict(ended)).toEqual([401, "key_rotated"]);
  expect(await verdict(last)).toEqual([200, null]);
  await expect(secrets.getByRole("row")).toHaveCount(2);

  await page.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText(`${name} is disabled.`)).toBeVisible();
  expect(await verdict(last)).toEqual([401, "key_disabled"]);
  expect((await me(last)).status).toBe(401);
  await expect(page.getByRole("button", { name: "Enable" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText(`${name} works again.`)).toBeVisible();
  expect(await verdict(last)).toEqual([200, null]);

  await page.getByRole("button", { name: "Edit" }).click();
  const edit = page.getByRole("dialog", { name: `Edit ${name}` });
  await edit.getByLabel("gpt-5-mini").check();
  // Somebody else is quicker: nothing of theirs is written over.
  await inDatabase("update keys set version = version + 1 where id = $1", [id]);
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit.getByText(/changed meanwhile/)).toBeVisible();
  await edit.getByRole("button", { name: "Load it anew" }).click();
  await page.getByRole("button", { name: "Edit" }).click();
  await edit.getByLabel("gpt-5-mini").check();
  await edit.getByLabel("Requests a minute").fill("many");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit.getByLabel("Requests a minute")).toHaveAttribute("aria-invalid", "true");
  await edit.getByLabel("Requests a minute").fill("600");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit).toBeHidden();
  expect(await verdict(last)).toEqual([403, "model_not_allowed"]);

  await page.getByRole("button", { name: "Revoke" }).click();
  const revoke = page.getByRole("dialog", { name: `Revoke ${name}` });
  await expect(revoke.getByText(/^Last used (now|\d+ (s|min) ago)/)).toBeVisible();
  await expect(revoke.getByText("No requests to models today (UTC).")).toBeVisible();
  await expectAccessible(page);
  await confirmBy(revoke, name, "Revoke the key");
  await expect(page.getByText(`${name} is revoked.`)).toBeVisible();
  expect(await verdict(last)).toEqual([401, "key_revoked"]);
  await expect(page.getByRole("button", { name: "Revoke" })).toHaveCount(0);
  await expect(page.getByRole("table", { name: /entries|log/i })).toContainText("keys.rotate");
  await expect(page.getByRole("table", { name: "Done with this key" })).toContainText("model_not_allowed");

  const other = await makeKey(people.admin, { ...project, name: unique("old"), scopes: ["models:call"] });
  await inDatabase("update keys set expires_at = now() where id = $1", [other.id]);
  expect(await verdict(other.key)).toEqual([401, "key_expired"]);
});

test("an editor makes their own by keyboard alone, is warned before it is lost, and sees no other's; a viewer is told why not", async ({
  page,
  browser,
}) => {
  const name = unique("notebook");
  const hidden = unique("hidden");
  const project = { kind: "project", project: "retrieval-eval", projectRole: "viewer" };
  const foreign = await makeKey(people.admin, { ...project, name: hidden });
  await signIn(page, people.editor, `${evaluation}/keys`);
  await tabTo(page, page.getByRole("main").getByRole("link", { name: "New key" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "New key" })).toBeVisible();
  await expect(page.getByText("Only admins of the project make keys of the project.")).toBeVisible();
  await tabTo(page, page.getByLabel("Name", { exact: true }));
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  const dialog = shownDialog(page);
  await expect(dialog.getByRole("button", { name: "Copy", exact: true })).toBeFocused();
  const secret = (await dialog.locator("[data-secret]").textContent()) ?? "";
  // Focus stays inside.
  for (let presses = 0; presses < 12; presses++) await page.keyboard.press("Tab");
  expect(await dialog.evaluate((box) => box.contains(document.activeElement))).toBe(true);
  await page.keyboard.press("Escape");
  await expect(dialog.getByText("You have not copied it, and you will not see it again.")).toBeVisible();
  await tabTo(page, dialog.getByRole("button", { name: "Close without it" }));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/keys$/);
  await expect(rowOf(page, name)).toBeVisible();
  await expect(rowOf(page, hidden)).toHaveCount(0);
  for (const place of [evaluation, "/account"])
    expect((await page.request.get(`${place}/keys/${foreign.id}`)).status()).toBe(404);
  // Found by how it begins, and opened.
  const prefix =
    (
      await rowOf(page, name)
        .getByText(/^ptc_usr_/)
        .textContent()
    )?.split("…")[0] ?? "";
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type(prefix);
  await page.getByRole("option", { name: new RegExp(name) }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page).toHaveURL(/\/orgs\/northmoor\/keys\/[0-9a-f-]{36}$/);
  expect(await verdict(secret)).toEqual([200, null]);
  await report(page.url().split("/").at(-1) ?? "", 10);
  await page.goto("/account/keys");
  await expect(rowOf(page, name)).toContainText(/Northmoor.*Retrieval evaluation/);
  await expect(rowOf(page, name).getByRole("img", { name: /: 1 in all, highest 1, today 1$/ })).toBeVisible();
  await rowOf(page, name)
    .getByRole("button", { name: `Revoke ${name}` })
    .click();
  await expect(page.getByRole("dialog").getByText("1 request to models today (UTC).")).toBeVisible();
  await confirmBy(page.getByRole("dialog"), name, "Revoke the key");
  await expect(rowOf(page, name)).toContainText("Revoked");
  // One of one's own, of no project.
  const own = unique("laptop");
  await page.getByRole("main").getByRole("link", { name: "New API key" }).click();
  await page.getByLabel("Name", { exact: true }).fill(own);
  await page.getByRole("button", { name: "Make the key" }).click();
  expect((await me(await takeSecret(page))).status).toBe(200);
  await expect(page).toHaveURL(/\/account\/keys$/);
  await expect(rowOf(page, own)).toContainText("Northmoor");

  const viewer = await browser.newPage();
  await signIn(viewer, people.viewer, `${demo().url}${evaluation}/keys`);
  await expect(viewer.getByText("Making keys needs the role of an editor in this project.")).toBeVisible();
  await expect(viewer.getByText("An API key lets a program call this project's models")).toBeVisible();
  // What they may not do the palette does not offer.
  await viewer.keyboard.press("ControlOrMeta+k");
  for (const text of ["New API key", "Add a credential"]) {
    await viewer.getByRole("combobox").fill(text);
    await expect(viewer.getByText("Nothing found.")).toBeVisible();
  }
  await viewer.goto(`${demo().url}/orgs/northmoor/keys`);
  await expect(viewer.getByRole("heading", { name: "Your role does not allow this" })).toBeVisible();
  await viewer.close();

  // A platform admin's own has a page as the others have.
  const open = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const staff = await open.newPage();
  const platform = unique("automation");
  await signIn(staff, people.platform, `${demo().url}/account/keys/new`);
  await staff.getByLabel("Name", { exact: true }).fill(platform);
  await staff.getByRole("button", { name: "Make the key" }).click();
  const first = await takeSecret(staff);
  await rowOf(staff, platform).getByRole("link", { name: platform }).click();
  await expect(staff.getByRole("heading", { level: 1, name: platform })).toBeVisible();
  await staff.getByRole("button", { name: "Rotate" }).click();
  const rotate = staff.getByRole("dialog", { name: `Rotate ${platform}` });
  await rotate.getByLabel("The key ends").selectOption("30");
  await rotate.getByRole("button", { name: "Rotate the key" }).click();
  const second = await takeSecret(staff);
  for (const one of [first, second]) expect((await me(one)).status).toBe(200);
  await staff.getByRole("button", { name: "End overlap now" }).click();
  await staff.getByRole("dialog").getByRole("button", { name: "End overlap now" }).click();
  await expect(staff.getByRole("table", { name: "Secrets that work" }).getByRole("row")).toHaveCount(2);
  expect((await me(first)).status).toBe(401);
  await staff.getByRole("button", { name: "Disable" }).click();
  await expect(staff.getByText(`${platform} is disabled.`)).toBeVisible();
  expect((await me(second)).status).toBe(401);
  await staff.getByRole("button", { name: "Enable" }).click();
  await expect(staff.getByText(`${platform} works again.`)).toBeVisible();
  expect((await me(second)).status).toBe(200);
  await staff.getByRole("button", { name: "Revoke" }).click();
  const revoke = staff.getByRole("dialog", { name: `Revoke ${platform}` });
  await expect(revoke.getByText(/models/)).toHaveCount(0);
  await confirmBy(revoke, platform, "Revoke the key");
  await expect(staff.getByRole("table", { name: /entries|log/i })).toContainText("keys.disable");
  await open.close();
});

test("an owner makes a service's key, and revokes many after seeing exactly which; what changed meanwhile is left alone and said", async ({
  page,
}) => {
  const name = unique("nightly");
  await signIn(page, people.owner, "/orgs/northmoor/keys");
  await expect(page.getByRole("link", { name: "New service key" })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("New API");
  await page.getByRole("option", { name: "New API key" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "New service key" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(`${name}-0`);
  await page.getByRole("button", { name: "Make the key" }).click();
  await expect(
    page.getByText("Give the service a role in the organization or in a project.").first(),
  ).toBeVisible();
  await page.getByLabel("Project", { exact: true }).selectOption("retrieval-eval");
  await page.getByLabel("Role in the project").selectOption("viewer");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make the key" }).click();
  const key = await takeSecret(page);
  expect(key).toMatch(/^ptc_svc_/);
  expect((await me(key)).status).toBe(200);
  const service = { kind: "service", project: "retrieval-eval", projectRole: "viewer" };
  const keys = [
    await makeKey(people.owner, { ...service, name: `${name}-1` }),
    await makeKey(people.owner, { ...service, name: `${name}-2` }),
  ];

  await page.goto(`/orgs/northmoor/keys?q=${name}&kind=service`);
  await expect(page.getByRole("row")).toHaveCount(4);
  await expect(rowOf(page, `${name}-0`)).toContainText("Viewer in Retrieval evaluation");
  await expectAccessible(page);
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await page.getByRole("button", { name: "Revoke 3 keys…" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Revoke keys" })).toBeVisible();
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(4);
  await expect(rowOf(page, `${name}-1`)).toContainText("never");
  await expectAccessible(page);
  expect((await me(key)).status).toBe(200);
  await inDatabase("update keys set revoked_at = now() where id = $1", [keys[1]?.id]);
  await page.getByRole("button", { name: "Revoke 3 keys" }).click();
  await confirmBy(page.getByRole("dialog"), "revoke 3", "Revoke 3 keys");
  await expect(page.getByText("2 keys are revoked.")).toBeVisible();
  await expect(page.getByText(`${name}-2: revoked already`)).toBeVisible();
  expect((await me(key)).status).toBe(401);
  expect((await me(keys[0]?.key ?? "")).status).toBe(401);

  // By a condition: what was not used for long, which a new one does not fit.
  const idle = await makeKey(people.owner, { ...service, name: `${name}-idle` });
  await inDatabase("update keys set created_at = now() - interval '40 days' where id = $1", [idle.id]);
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("revoke");
  await page.getByRole("option", { name: "Revoke keys not used for 90 days" }).click();
  await expect(page).toHaveURL(/\/keys\/revoke\?unused=90$/);
  await expect(page.getByRole("heading", { level: 1, name: "Revoke keys" })).toBeVisible();
  await page.goto("/orgs/northmoor/keys?unused=30&kind=service");
  await page.getByRole("link", { name: "Revoke what these filters find…" }).click();
  await expect(rowOf(page, `${name}-idle`)).toBeVisible();
  await expect(page.getByText("Nothing has changed yet.")).toBeVisible();
});

test("a gateway gets a passport for whoever has a key, at any path; a browser's cookie and a forged passport count for nothing", async ({
  page,
}) => {
  const { url, passport } = demo();
  const { key = "" } = person(people.editor);
  const ask = (path: string, headers: Record<string, string>) =>
    fetch(`${url}/api/v1/authorize${path}`, {
      headers: {
        "x-portico-gateway": passport.gateway,
        "x-portico-audience": passport.aud,
        "x-portico-organization": "northmoor",
        "x-portico-project": "retrieval-eval",
        ...headers,
      },
      redirect: "manual",
    });
  const bearer = { authorization: `Bearer ${key}` };
  for (const path of ["", "/v1/messages", "/v1/messages/?beta=true", "/a%20b/c.json"]) {
    const answer = await ask(path, { ...bearer, "x-portico-permission": "sessions:create" });
    expect([path, answer.status]).toEqual([path, 200]);
    const verified = verifyPassport(answer.headers.get("x-portico-passport"), {
      keys: [passport],
      audience: passport.aud,
      organization: "northmoor",
      project: "retrieval-eval",
    });
    expect(verified).toMatchObject({
      ok: true,
      passport: { email: people.editor, tier: "standard", namespace: "northmoor-retrieval-eval" },
    });
  }
  expect((await ask("/v1", { ...bearer, "x-portico-permission": "project:update" })).status).toBe(403);
  expect((await ask("/v1", { "x-portico-passport": "forged" })).status).toBe(401);
  expect((await ask("/v1", { ...bearer, "x-portico-gateway": passport.secret })).status).toBe(403);
  await signIn(page, people.editor, "/account");
  const status = await page.evaluate(async ({ gateway, aud }) => {
    const headers = { "x-portico-gateway": gateway, "x-portico-audience": aud };
    return (await fetch("/api/v1/authorize/v1", { headers })).status;
  }, passport);
  expect(status).toBe(401);
});
