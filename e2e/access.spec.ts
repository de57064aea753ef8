import { expect, test } from "@playwright/test";
import { expectAccessible, signIn } from "./demo.ts";

test("what is somebody else's answers exactly like what does not exist", async ({ page }) => {
  await signIn(page, "bill@northmoor.example", "/account");
  const answers: string[] = [];
  for (const address of [
    "/orgs/halden",
    "/orgs/no-such-organization",
    "/orgs/northmoor/projects/retrieval-eval",
    "/orgs/northmoor/projects/no-such-project",
    "/platform",
  ]) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(404);
    await expect(page.getByRole("heading", { name: "There is nothing here for you" })).toBeVisible();
    answers.push((await page.locator("main").allInnerTexts()).join("\n"));
  }
  expect(new Set(answers).size).toBe(1);
  await expectAccessible(page);
});

test("a role that is too low is told so", async ({ page }) => {
  await signIn(page, "bill@northmoor.example", "/account");
  const answer = await page.goto("/orgs/northmoor/projects/new");
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole("heading", { name: "Your role does not allow this" })).toBeVisible();
  await expectAccessible(page);
});

test("pages are neither kept nor framed, and scripts need the page's own nonce", async ({ request }) => {
  const headers = (await request.get("/sign-in")).headers();
  expect(headers["cache-control"]).toContain("no-store");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["content-security-policy"]).toMatch(/script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic';/);
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  const other = (await request.get("/sign-in")).headers();
  expect(other["content-security-policy"]).not.toBe(headers["content-security-policy"]);
});
