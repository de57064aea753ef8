import { expect } from "@playwright/test";
import { signIn, tabTo } from "./demo.ts";
import { test } from "./test.ts";
import { people } from "./world.ts";

test("an address that is none answers as the API does", async ({ request }) => {
  const answer = await request.get("/api/v1/nothing");
  expect(answer.status()).toBe(404);
  expect(answer.headers()["content-type"]).toBe("application/problem+json");
});

test("the reference is read with the keyboard, from what the server offers", async ({ page }) => {
  await signIn(page, people.editor, "/reference");
  await expect(page.getByRole("heading", { name: "API reference", level: 1 })).toBeVisible();
  const summary = page.locator("#launchSession > summary");
  await summary.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("table", { name: "Body of POST /sessions" })).toBeVisible();
});

test("the document is one link from its reference", async ({ page }) => {
  await signIn(page, people.viewer, "/reference");
  const link = page.getByRole("link", { name: "OpenAPI document" });
  await tabTo(page, link);
  expect(await link.getAttribute("href")).toBe("/api/v1/openapi.json");
});
