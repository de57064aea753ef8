import { expect, type Page, test } from "@playwright/test";
import { expectAccessibleInBoth, signIn } from "./demo.ts";
import { evaluation, people } from "./world.ts";

const organization = "/orgs/northmoor";

/** Every page that has an address of its own, by who opens it. Steps, dialogs and states are looked at in their journeys. */
const places: Record<string, { email: string; paths: string[]; firstOf?: string[] }> = {
  "an organization": {
    email: people.owner,
    paths: [
      "",
      "/members",
      "/members/invite",
      "/groups",
      "/credentials",
      "/keys",
      "/access",
      "/access?by=person",
      "/access?by=resource",
      "/audit",
      "/audit?row=1",
      "/exports",
      "/settings",
      "/projects/new",
      "/keys/new",
      "/keys/revoke?kind=project",
    ].map((path) => organization + path),
    firstOf: [`${organization}/keys`],
  },
  "a project": {
    email: people.admin,
    paths: [
      "",
      "/sessions",
      "/sessions/new",
      "/credentials",
      "/keys",
      "/keys/new",
      "/members",
      "/access",
      "/audit",
      "/drift",
      "/settings",
    ].map((path) => evaluation + path),
    firstOf: [`${evaluation}/sessions`, `${evaluation}/credentials`, `${evaluation}/keys`],
  },
  "the platform": {
    email: people.platform,
    paths: ["", "/organizations", "/users", "/approvals", "/jobs", "/drift", "/audit", "/settings"].map(
      (path) => `/platform${path}`,
    ),
    firstOf: ["/platform/organizations", "/platform/users", "/account/keys"],
  },
  "one's own": {
    email: people.editor,
    paths: ["/account", "/account/keys", "/account/keys/new", "/reference"],
  },
};

async function expectAccessibleEverywhere(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  for (const width of [1440, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await expectAccessibleInBoth(page);
  }
}

for (const [name, { email, paths, firstOf = [] }] of Object.entries(places))
  test(`the pages of ${name} are accessible, light and dark, wide and at 320 px`, async ({ page }) => {
    test.slow();
    await signIn(page, email, paths[0]);
    for (const path of paths)
      await test.step(path, async () => {
        await expectAccessibleEverywhere(page, path);
      });
    for (const list of firstOf) {
      await page.goto(list);
      const first = page.getByRole("row").getByRole("link").first();
      await expectAccessibleEverywhere(page, (await first.getAttribute("href")) ?? "");
    }
  });
