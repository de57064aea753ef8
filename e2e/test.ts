import { test as base } from "@playwright/test";
import { whole } from "./demo.ts";

/** Playwright's own, with a page that is whole where it has gone to. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const goto = page.goto.bind(page);
    page.goto = async (...args) => {
      const answer = await goto(...args);
      await whole(page);
      return answer;
    };
    await use(page);
  },
});
