import { expect } from "@playwright/test";
import { expectAccessible, expectAccessibleInBoth, inDatabase, makeNewcomer, signIn, tabTo } from "./demo.ts";
import { test } from "./test.ts";
import { people } from "./world.ts";

const newcomer = "noor@newcomer.example";
const invited = "ines@northmoor.example";

test("a newcomer goes from sign-in to a finished first session", async ({ page }) => {
  // The whole way is to take less than a minute: a journey that does not end in one has failed.
  test.setTimeout(60_000);
  await makeNewcomer(newcomer);
  const name = `journey-${Date.now().toString(36)}`;
  await signIn(page, newcomer);

  await expect(page).toHaveURL(/\/welcome/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("You are");
  await page.getByRole("button", { name: "Continue" }).click();

  await expect(page.getByRole("heading", { name: "Choose your organization" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await expect(page.getByLabel("Short name")).toHaveValue(name);
  await expect(page.getByText(`${name} is free.`)).toBeVisible();
  await page.getByRole("button", { name: "Create and continue" }).dblclick();

  await expect(page.getByRole("heading", { name: "Name your project" })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Vision");
  await expect(page.getByText(`Gets the namespace ${name}-vision, which is free.`)).toBeVisible();
  await page.getByRole("button", { name: "Create and continue" }).dblclick();

  await expect(page.getByRole("heading", { name: "Add a model credential" })).toBeVisible();
  const keep = page.getByRole("button", { name: "Keep and continue" });
  await page.getByLabel("Provider key").fill("sk-ant-wrong-0000");
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await expect(page.getByText("Test failed at sign-in")).toBeVisible();
  await expect(page.getByText("Anthropic does not know this credential.").first()).toBeVisible();
  await expect(keep).toHaveAttribute("aria-disabled", "true");

  // What was done is on the server: a reload shows the same step, and Back does not undo anything.
  await page.reload();
  await page.getByRole("link", { name: "Back" }).click();
  await expect(page.getByRole("heading", { name: "Vision is your project" })).toBeVisible();
  await page.getByRole("link", { name: "Continue" }).click();

  await page.getByLabel("Provider key").fill("sk-ant-demo-journey");
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await expect(page.getByText("Test passed")).toBeVisible();
  await keep.click();

  await expect(page.getByRole("heading", { name: "Vision stands" })).toBeVisible();
  await expect(page.getByRole("row", { name: /Created.*Namespace/ })).toBeVisible();
  await page.getByRole("link", { name: "Continue" }).click();

  await expect(page.getByRole("heading", { name: "Run a first session" })).toBeVisible();
  await page.getByRole("button", { name: "Start session" }).click();

  await expect(page.getByRole("heading", { name: "Your first session has finished" })).toBeVisible();
  await expect(page.getByText(/From sign-in to this result in (\d+ min )?\d+ s\./)).toBeVisible();
  await expect(page.getByRole("log").getByText("finished")).toBeVisible();
  await page.getByRole("link", { name: "Open the project" }).click();
  await expect(page).toHaveURL(new RegExp(`/orgs/${name}/projects/vision$`));
});

test("somebody invited comes through with the keyboard, on a narrow page, from two browsers, past a failed session", async ({
  page,
  browser,
}) => {
  test.slow();
  await makeNewcomer(invited);
  await page.setViewportSize({ width: 320, height: 640 });
  const project = `keys-${Date.now().toString(36)}`;
  const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name });
  const press = async (role: "button" | "link", name: string | RegExp) => {
    await tabTo(page, page.getByRole(role, { name, exact: true }));
    await page.keyboard.press("Enter");
  };
  const type = async (label: string, text: string) => {
    await tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(text);
  };

  await signIn(page, invited, "/welcome");
  await expect(page.getByText("1 open invitation to your address")).toBeVisible();
  await expectAccessibleInBoth(page);
  await press("button", "Continue");
  await expect(heading("Choose your organization")).toBeFocused();
  await expectAccessibleInBoth(page);

  // The progress is the person's, not the browser's.
  const elsewhere = await browser.newPage();
  await signIn(elsewhere, invited);
  await expect(elsewhere.getByRole("heading", { name: "Choose your organization" })).toBeVisible();
  await elsewhere.close();

  await press("button", "Join Northmoor");
  await expect(heading("Name your project")).toBeFocused();
  await type("Name", project);
  await expect(page.getByText("which is free")).toBeVisible();
  await expectAccessibleInBoth(page);
  await page.keyboard.press("Enter");

  await expect(heading("Add a model credential")).toBeFocused();
  await type("Provider key", "sk-ant-demo-keyboard");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Test passed")).toBeVisible();
  await expectAccessibleInBoth(page);
  await press("button", "Keep and continue");

  await expect(heading(`${project} stands`)).toBeFocused();
  await expectAccessibleInBoth(page);
  await press("link", "Continue");

  await expect(heading("Run a first session")).toBeFocused();
  await expectAccessibleInBoth(page);
  await type("Prompt", "[[no-credit]] Say hello.");
  await press("button", "Start session");
  await expect(heading("The session did not succeed")).toBeVisible();
  await expect(page.getByText("The provider's account has no credit left.")).toBeVisible();
  await expectAccessibleInBoth(page);

  await type("Prompt", "Say hello.");
  await press("button", "Start again");
  await expect(heading("Your first session has finished")).toBeVisible();
  await expectAccessibleInBoth(page);
});

test("who asks to join by their address goes on by themselves when somebody says yes, and reads why when they say no", async ({
  page,
  browser,
}) => {
  const asking = "uma@lakeside.example";
  await makeNewcomer(asking);
  await inDatabase("delete from join_requests where user_id in (select id from users where email = $1)", [
    asking,
  ]);
  await inDatabase(
    `insert into domains (id, organization_id, domain, challenge, joining, verified_at)
     select gen_random_uuid(), id, $1, 'journey', 'ask', now() from organizations where slug = 'northmoor'
     on conflict do nothing`,
    ["lakeside.example"],
  );
  await signIn(page, asking, "/welcome");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "By your address" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Message").fill("I work with Olga.");
  await page.getByRole("button", { name: "Ask to join Northmoor" }).click();
  await expect(page.getByText("You have asked.")).toBeVisible();

  const owner = await (await browser.newContext()).newPage();
  await signIn(owner, people.owner, "/orgs/northmoor/members?tab=requests");
  await expect(owner.getByText("I work with Olga.")).toBeVisible();
  await owner.getByRole("button", { name: "Decline Uma Sund" }).click();
  await owner.getByLabel("Reason").fill("Which team?");
  await owner.getByRole("button", { name: "Decline", exact: true }).click();
  await expect(page.getByText("Declined: Which team?")).toBeVisible();

  await page.getByRole("button", { name: "Ask Northmoor again" }).click();
  await expect(page.getByText("You have asked.")).toBeVisible();
  await expectAccessible(owner);
  await owner.getByRole("button", { name: "Approve Uma Sund" }).click();
  await expect(page.getByRole("heading", { name: "Name your project" })).toBeVisible();
  await owner.context().close();
});
