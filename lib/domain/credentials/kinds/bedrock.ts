import { z } from "zod";
import { leftOut, line, modelId, secretLine } from "./fields.ts";
import { defineKind } from "./kind.ts";

export const bedrock = defineKind({
  group: "models",
  docs: "https://docs.aws.amazon.com/bedrock/latest/userguide/security-iam.html",
  settings: z.strictObject({
    /** Names the pair; by itself it opens nothing. */
    accessKeyId: line(/^[A-Z0-9]{16,128}$/, "access_key_id_form"),
    region: line(/^[a-z]{2,3}(-[a-z]+)+-\d$/, "region_form"),
    /** What the test calls; left out, the test ends with the list of models. */
    model: leftOut(modelId),
  }),
  fields: {
    accessKeyId: { control: "line", aim: false },
    region: { control: "line", initial: "us-east-1", aim: false },
    model: { control: "line", optional: true, aim: false },
  },
  parts: [
    { suffix: "secret-access-key", control: "line", schema: secretLine },
    { suffix: "session-token", control: "line", schema: secretLine, optional: true },
  ],
  handover: ({ accessKeyId, region }) => [
    { as: "environment", variable: "AWS_ACCESS_KEY_ID", value: accessKeyId },
    { as: "environment", variable: "AWS_SECRET_ACCESS_KEY", part: "secret-access-key" },
    { as: "environment", variable: "AWS_SESSION_TOKEN", part: "session-token" },
    { as: "environment", variable: "AWS_REGION", value: region },
  ],
  test: true,
  protocol: null,
});
