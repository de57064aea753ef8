import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, expectAccessibleInBoth, signIn } from "./demo.ts";
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
      "/usage",
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

/** How dim what charts draw is against the page: its contrast, of those under 3 to 1. */
const dimCharts = (page: Page) =>
  page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.cssText = "forced-color-adjust: none; color: Canvas";
    const drawing = new OffscreenCanvas(1, 1).getContext("2d");
    const light = (colour: string): number => {
      if (!drawing) return 0;
      drawing.fillStyle = colour;
      drawing.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = [...drawing.getImageData(0, 0, 1, 1).data].map((part) =>
        part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const canvas = light(getComputedStyle(probe).color);
    probe.remove();
    return [...document.querySelectorAll<SVGRectElement>("main svg rect")]
      .filter((rect) => rect.height.baseVal.value > 1 && getComputedStyle(rect).fill !== "none")
      .map((rect) => {
        const fill = light(getComputedStyle(rect).fill);
        return (Math.max(fill, canvas) + 0.05) / (Math.min(fill, canvas) + 0.05);
      })
      .filter((contrast) => contrast < 3);
  });

test("the pages of keys, credentials and usage can be read in forced colours, and what their charts draw seen", async ({
  page,
}) => {
  test.slow();
  await signIn(page, people.owner, `${organization}/keys`);
  const first = page.getByRole("table").getByRole("row").getByRole("link").first();
  const paths = ["/keys", "/keys/new", "/credentials", "/usage"].map((path) => organization + path);
  paths.push((await first.getAttribute("href")) ?? "");
  paths.push(...["/keys", "/keys/new", "/credentials"].map((path) => evaluation + path));
  // Before a page is loaded: colours pass into each other for a moment where that changes.
  await page.emulateMedia({ colorScheme: "dark", forcedColors: "active" });
  for (const path of paths)
    await test.step(path, async () => {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page, ["color-contrast"]);
      expect(await dimCharts(page), path).toEqual([]);
    });
});
