import { z } from "zod";
import { address, connection, secretLine } from "./fields.ts";
import { defineKind } from "./kind.ts";

export const gitlab = defineKind({
  group: "git",
  docs: "https://docs.gitlab.com/user/profile/personal_access_tokens/",
  settings: z.strictObject({
    baseUrl: address.default("https://gitlab.com"),
    ...connection.settings,
  }),
  fields: { baseUrl: { control: "line", initial: "https://gitlab.com" }, ...connection.fields },
  parts: [{ suffix: "token", control: "line", schema: secretLine }],
  handover: ({ baseUrl }) => [
    { as: "environment", variable: "GITLAB_TOKEN", part: "token" },
    { as: "environment", variable: "GITLAB_HOST", value: baseUrl },
  ],
  test: true,
  protocol: null,
});
