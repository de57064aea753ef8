import { z } from "zod";
import { address, secretLine } from "./fields.ts";
import { defineKind } from "./kind.ts";

export const jira = defineKind({
  group: "trackers",
  docs: "https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/",
  settings: z.strictObject({
    siteUrl: address,
    email: z.email("email_form").max(254, "too_long"),
  }),
  fields: { siteUrl: { control: "line" }, email: { control: "line", aim: false } },
  parts: [
    { suffix: "api-token", control: "line", schema: secretLine },
    // Proves what Jira sends to Portico; no session needs it.
    { suffix: "webhook-secret", control: "line", schema: secretLine, optional: true },
  ],
  handover: ({ siteUrl, email }) => [
    { as: "environment", variable: "JIRA_API_TOKEN", part: "api-token" },
    { as: "environment", variable: "JIRA_SITE_URL", value: siteUrl },
    { as: "environment", variable: "JIRA_EMAIL", value: email },
  ],
  test: true,
  protocol: null,
});
