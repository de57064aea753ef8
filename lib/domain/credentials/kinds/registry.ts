import { z } from "zod";
import { connection, line, secretLine } from "./fields.ts";
import { defineKind } from "./kind.ts";

export const registry = defineKind({
  group: "registries",
  docs: "https://distribution.github.io/distribution/spec/auth/token/",
  settings: z.strictObject({
    /** `host` or `host:port`, as images are named. */
    server: line(
      /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?(:\d{1,5})?$/i,
      "registry_form",
    ),
    username: line(/^[\x21-\x39\x3b-\x7e]+$/, "username_form"),
    ...connection.settings,
  }),
  fields: { server: { control: "line" }, username: { control: "line", aim: false }, ...connection.fields },
  parts: [{ suffix: "password", control: "line", schema: secretLine }],
  handover: ({ server, username }) => [
    { as: "file", part: "password", variable: "REGISTRY_PASSWORD_FILE" },
    { as: "environment", variable: "REGISTRY_SERVER", value: server },
    { as: "environment", variable: "REGISTRY_USERNAME", value: username },
  ],
  test: true,
  protocol: null,
});
