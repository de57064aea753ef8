import { z } from "zod";
import { address, connection, leftOut, secretLine } from "./fields.ts";
import { defineKind } from "./kind.ts";

export const github = defineKind({
  group: "git",
  docs: "https://docs.github.com/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens",
  settings: z.strictObject({
    /** The API of GitHub Enterprise; left out, github.com's. */
    baseUrl: leftOut(address),
    ...connection.settings,
  }),
  fields: { baseUrl: { control: "line", optional: true, rare: true }, ...connection.fields },
  parts: [{ suffix: "token", control: "line", schema: secretLine }],
  handover: ({ baseUrl }) => [
    { as: "environment", variable: baseUrl ? "GH_ENTERPRISE_TOKEN" : "GH_TOKEN", part: "token" },
    ...(baseUrl ? [{ as: "environment", variable: "GH_HOST", value: new URL(baseUrl).host } as const] : []),
  ],
  test: true,
  protocol: null,
});
