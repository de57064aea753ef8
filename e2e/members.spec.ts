import { type Browser, expect, type Page } from "@playwright/test";
import { roleBindings } from "#lib/infra/kube/objects.ts";
import { demo, expectAccessible, inCluster, inDatabase, makeNewcomer, signIn } from "./demo.ts";
import { test } from "./test.ts";
import { makeProject, people, unique } from "./world.ts";

const guest = "ivo@guest.example";
const members = "/orgs/northmoor/members";

/** The links of the messages that went to an address, the newest first. */
async function linksTo(email: string): Promise<string[]> {
  const answer = await fetch(`${demo().inbox}/messages.json?to=${encodeURIComponent(email)}`);
  const messages = (await answer.json()) as { text: string }[];
  return messages.flatMap(({ text }) => /https?:\S+\/invitations\/\S+/.exec(text)?.[0] ?? []);
}

/** Who a role of a namespace is bound to, as the cluster says. */
async function boundTo(namespace: string, role: string): Promise<string[]> {
  const binding = await inCluster((client) =>
    client.get(roleBindings, { namespace, name: `portico-${role}` }),
  );
  return ((binding as { subjects?: { name: string }[] } | undefined)?.subjects ?? []).map(({ name }) => name);
}

async function inBrowserOf(browser: Browser, email: string, next: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, email, next);
  return page;
}

test("an invitation: pasted, read back, sent, sent anew, opened by its newest link; and removal ends everything in five seconds", async ({
  page,
  browser,
}) => {
  test.setTimeout(150_000);
  await makeNewcomer(guest);
  await inDatabase("delete from invitations where email = $1", [guest]);
  await signIn(page, people.owner, members);
  await page.getByRole("link", { name: "Invite people" }).click();
  const addresses = page.getByLabel("Addresses");
  await addresses.fill(`Ivo Marin <${guest}> billing\nnobody at all`);
  await expect(page.getByRole("row", { name: /ivo@guest.example Billing Will be invited/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /nobody at all/ })).toContainText("No e-mail address");
  await expect(page.getByText("One line is no e-mail address.")).toBeVisible();
  await expectAccessible(page);
  await addresses.fill(`Ivo Marin <${guest}> member`);
  await page.getByRole("button", { name: "Invite 1 address" }).click();
  const row = page.getByRole("row", { name: new RegExp(guest) });
  await expect(row).toContainText("Open");
  await expect(row).toContainText("E-mail sent");
  await expectAccessible(page);
  await page.getByRole("button", { name: `Send again to ${guest}` }).click();
  await expect.poll(async () => (await linksTo(guest)).length).toBeGreaterThanOrEqual(2);
  const [newest = "", older = ""] = await linksTo(guest);

  // Whoever else finds the link learns no more than that it is not theirs.
  const other = await inBrowserOf(browser, people.viewer, new URL(newest).pathname + new URL(newest).search);
  await expect(other.getByText("This invitation is for i…@guest.example")).toBeVisible();
  await other.context().close();

  const theirs = await inBrowserOf(browser, guest, new URL(older).pathname + new URL(older).search);
  await expect(theirs.getByText("A newer e-mail holds the link")).toBeVisible();
  await theirs.goto(newest);
  await expectAccessible(theirs);
  await theirs.getByRole("button", { name: "Join Northmoor" }).click();
  await expect(theirs).toHaveURL(/\/orgs\/northmoor$/);
  await expect(row).toContainText("Accepted");

  const name = unique("people");
  const project = await makeProject(page, name);
  await page.goto(`${project}/members`);
  await page.getByRole("button", { name: "Add a member" }).click();
  await page.getByLabel("Address").fill(guest);
  await page.getByLabel("Role").selectOption("viewer");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("row", { name: /Ivo Marin/ })).toContainText("Viewer");
  await expect.poll(() => boundTo(`northmoor-${name}`, "viewer")).toContain("oidc:ivo");
  await expectAccessible(page);

  await theirs.goto(`${project}/sessions`);
  await expect(theirs.getByRole("heading", { level: 1, name: "Sessions" })).toBeVisible();
  await page.goto(`${members}?q=ivo`);
  await page.getByRole("button", { name: "Actions for Ivo Marin" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText("Nobody found")).toBeVisible();
  const removed = Date.now();
  const within = () => ({ timeout: Math.max(1, 5_000 - (Date.now() - removed)) });
  await Promise.all([
    expect(theirs.getByRole("heading", { name: "There is nothing here for you" })).toBeVisible(within()),
    expect.poll(() => boundTo(`northmoor-${name}`, "viewer"), within()).not.toContain("oidc:ivo"),
  ]);
  expect((await theirs.request.get(`/api/events?org=northmoor`)).status()).toBe(404);
  await theirs.context().close();
});

test("a role is changed until a day; an admin can touch no owner, and the last owner stays", async ({
  page,
}) => {
  await signIn(page, "adam@northmoor.example", `${members}?q=olga`);
  await page.getByRole("button", { name: "Actions for Olga Okafor" }).click();
  await expect(page.getByRole("menuitem", { name: /Change role/ })).toContainText(
    "Only an owner can change an owner.",
  );
  await page.keyboard.press("Escape");
  await page.goto(`${members}?q=bill`);
  const row = page.getByRole("row", { name: /Bill Kowalczyk/ });
  const open = async () => {
    await row.getByRole("button", { name: "Actions for Bill Kowalczyk" }).click();
    await page.getByRole("menuitem", { name: "Change role" }).click();
  };
  await open();
  await expectAccessible(page);
  await page.getByLabel("Until").fill("2020-01-01");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("This date has passed already.")).toBeVisible();
  await page.getByLabel("Until").fill("2099-12-31");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("Billing until 31 Dec 2099");
  await open();
  await page.getByLabel("Until").fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(row).not.toContainText("until");
  await page.setViewportSize({ width: 320, height: 720 });
  await page.goto(members);
  await expectAccessible(page);
});

test("a group's mapping is looked at before it is saved, and does what it said", async ({ page }) => {
  const name = unique("group");
  await signIn(page, people.owner);
  await makeProject(page, name);
  await page.goto("/orgs/northmoor/groups");
  await page.getByLabel("Group", { exact: true }).fill("nm-finance");
  await page.getByLabel("Where").selectOption({ label: name });
  await page.getByLabel("Role").selectOption("viewer");
  await page.getByRole("button", { name: "Preview" }).click();
  const preview = page.getByRole("region", { name: /^nm-finance: Viewer/ });
  await expect(preview.getByText("Would add 1, remove 0.")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Bill Kowalczyk" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save mapping" }).click();
  await expect(page.getByText("Saved: 1 added, 0 removed")).toBeVisible();
  await expect.poll(() => boundTo(`northmoor-${name}`, "viewer")).toContain("oidc:nm-finance");
  await page.goto(`/orgs/northmoor/projects/${name}/members`);
  await expect(page.getByRole("row", { name: /Bill Kowalczyk/ })).toContainText("Viewer by group nm-finance");

  await page.goto("/orgs/northmoor/groups");
  const row = page.getByRole("row", { name: new RegExp(`Viewer in ${name}`) });
  await row.getByRole("button", { name: "Remove the mapping of nm-finance" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(row).toHaveCount(0);
  await expect.poll(() => boundTo(`northmoor-${name}`, "viewer")).not.toContain("oidc:nm-finance");
  await page.setViewportSize({ width: 320, height: 720 });
  await expectAccessible(page);
});

test("who may not manage people sees them and nothing to press, and cannot open what is for admins", async ({
  page,
}) => {
  await signIn(page, people.viewer, members);
  await expect(page.getByRole("row", { name: /Olga Okafor/ })).toContainText("Owner");
  await expect(page.getByRole("link", { name: "Invite people" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Actions for (?!Vic)/ })).toHaveCount(0);
  await expectAccessible(page);
  expect((await page.goto(`${members}/invite`))?.status()).toBe(403);
  expect((await page.goto("/orgs/northmoor/groups"))?.status()).toBe(403);
});
