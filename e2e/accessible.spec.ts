import { expect, type Page } from "@playwright/test";
import { expectAccessibleInBoth, signIn } from "./demo.ts";
import { test } from "./test.ts";
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
  await expect(page).toHaveTitle(/./);
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

/** What of a page is hardly told from what it stands on: text under 4.5 to 1, and what charts draw under 3 to 1. */
const dimOn = (page: Page) =>
  page.evaluate(() => {
    const drawing = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    /** Relative luminance of a colour as the browser writes it; null of one that is not opaque. */
    const light = (colour: string): number | null => {
      if (!drawing) return null;
      drawing.clearRect(0, 0, 1, 1);
      drawing.fillStyle = colour;
      drawing.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = drawing.getImageData(0, 0, 1, 1).data;
      const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) =>
        part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
      );
      return alpha < 255 ? null : 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (element: Element | null): number =>
      element ? (light(getComputedStyle(element).backgroundColor) ?? ground(element.parentElement)) : 1;
    const contrast = (colour: string, element: Element) => {
      const [high = 1, low = 1] = [light(colour) ?? 1, ground(element)].sort((a, b) => b - a);
      return (high + 0.05) / (low + 0.05);
    };
    const texts = [...document.querySelectorAll("main *")].filter(
      (one) =>
        one.checkVisibility() &&
        !one.closest("svg, [aria-disabled=true]") &&
        [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()) &&
        contrast(getComputedStyle(one).color, one) < 4.5,
    );
    const drawn = [...document.querySelectorAll<SVGRectElement>("main svg rect")].filter((rect) => {
      const { fill } = getComputedStyle(rect);
      return fill !== "none" && rect.height.baseVal.value > 1 && contrast(fill, rect) < 3;
    });
    return [...texts, ...drawn].map((one) => one.outerHTML.slice(0, 200));
  });

test("the pages of keys, credentials and usage can be read in forced colours, and what their charts draw seen", async ({
  page,
}) => {
  await signIn(page, people.owner, `${organization}/keys`);
  const first = page.getByRole("table").getByRole("row").getByRole("link").first();
  const paths = ["/keys", "/keys/new", "/credentials", "/usage"].map((path) => organization + path);
  paths.push((await first.getAttribute("href")) ?? "");
  paths.push(...["/keys", "/keys/new", "/credentials"].map((path) => evaluation + path));
  await page.emulateMedia({ colorScheme: "dark", forcedColors: "active" });
  for (const path of paths)
    await test.step(path, async () => {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      // Not asked of axe: in forced colours it reads the colour that a text would have without them.
      await expect.poll(() => dimOn(page)).toEqual([]);
    });
});
