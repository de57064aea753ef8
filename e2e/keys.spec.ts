import { expect, type Page, test } from "@playwright/test";
import { verifyPassport } from "../passport/verify.js";
import { demo, expectAccessible, inDatabase, person, signIn, tabTo } from "./demo.ts";
import { people, unique } from "./world.ts";

/** What the API says to a key. */
const me = (key: string) => fetch(`${demo().url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } });

/** Reads the secret that is shown once, and closes the dialog after copying. */
async function takeSecret(page: Page): Promise<string> {
  const dialog = page.getByRole("dialog", { name: "Copy the key now" });
  const secret = (await dialog.getByText(/^ptc_/).textContent()) ?? "";
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Copy" }).click();
  await expect(dialog.getByText("Copied. Keep it where you keep secrets.")).toBeVisible();
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  await expect(dialog).toBeHidden();
  return secret;
}

test.beforeEach(({ context }) => context.grantPermissions(["clipboard-read", "clipboard-write"]));

test("a person makes a key after signing in again, uses it, and ends it; its secret is seen once", async ({
  page,
  context,
}) => {
  const name = unique("laptop");
  await signIn(page, people.editor, "/account/keys");
  await expectAccessible(page);
  await page.getByRole("button", { name: "New API key" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make the key" }).click();
  await expect(page.getByRole("dialog").getByText("The key was not made.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Sessions", { exact: true }).selectOption("write");
  await page.getByLabel("Ends after").selectOption("7");
  const [cookie] = (await context.cookies()).filter(({ name: of }) => of === "portico");
  await inDatabase(
    "update login_sessions set confirmed_at = now() - interval '11 minutes' where token_hash = sha256($1)",
    [Buffer.from(cookie?.value ?? "")],
  );
  await page.getByRole("button", { name: "Make the key" }).click();
  await expect(page.getByRole("dialog", { name: "Sign in again to go on" })).toBeVisible();
  await expectAccessible(page);
  const opened = context.waitForEvent("page");
  await page.getByRole("button", { name: "Sign in again" }).click();
  const provider = await opened;
  await provider.getByLabel("E-mail").fill(people.editor);
  await provider.getByLabel("Password").fill(person(people.editor).password);
  await provider.getByRole("button", { name: "Sign in" }).click();
  // What was typed was kept, and goes on by itself.
  const key = await takeSecret(page);
  expect(key).toMatch(/^ptc_usr_[0-9A-Za-z]{57}$/);

  const row = page.getByRole("row", { name });
  await expect(row).toContainText("Not yet");
  await expect(page.getByText(key)).toBeHidden();
  expect(await page.content()).not.toContain(key);
  expect((await me(key)).status).toBe(200);
  await page.reload();
  await expect(row).not.toContainText("Not yet");

  await row.getByRole("button", { name: `Revoke ${name}` }).click();
  await page.getByRole("button", { name: "Revoke it" }).click();
  await expect(row).toContainText("Revoked");
  expect((await me(key)).status).toBe(401);
});

test("closing a secret that was not copied takes a second press, by keyboard too", async ({ page }) => {
  await signIn(page, people.viewer, "/account/keys");
  await tabTo(page, page.getByRole("button", { name: "New API key" }));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.getByLabel("Name", { exact: true }).focus();
  await page.keyboard.type(unique("forgotten"));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Copy the key now" });
  await expect(dialog.getByText("Not copied yet.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog.getByText("You have not copied it, and you will not see it again.")).toBeVisible();
  await dialog.getByRole("button", { name: "Close without it" }).click();
  await expect(dialog).toBeHidden();
});

test("an owner gives a service a role of its own and ends it; who may not manage keys has no such page", async ({
  page,
  browser,
}) => {
  const name = unique("nightly");
  await signIn(page, people.owner, "/orgs/northmoor/keys");
  await page.getByRole("button", { name: "New service key" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Role in the organization").selectOption("");
  await page.getByLabel("Project", { exact: true }).selectOption("retrieval-eval");
  await page.getByLabel("Role in the project").selectOption("viewer");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make the key" }).click();
  const key = await takeSecret(page);
  expect(key).toMatch(/^ptc_svc_/);
  const row = page.getByRole("row", { name });
  await expect(row).toContainText("Viewer in Retrieval evaluation");
  expect((await me(key)).status).toBe(200);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectAccessible(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await row.getByRole("button", { name: `Revoke ${name}` }).click();
  await page.getByRole("button", { name: "Revoke it" }).click();
  await expect(row).toContainText("Revoked");
  expect((await me(key)).status).toBe(401);

  const other = await browser.newPage();
  await signIn(other, people.editor, `${demo().url}/orgs/northmoor/keys`);
  await expect(other.getByRole("heading", { name: "Your role does not allow this" })).toBeVisible();
  await other.close();
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
