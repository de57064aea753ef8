import { z } from "zod";
import { address, line, secretLine } from "./fields.ts";
import { defineKind } from "./kind.ts";

/** A resource of Azure has its own address, and its models are called by the names of their deployments. */
export const azureOpenai = defineKind({
  group: "models",
  docs: "https://learn.microsoft.com/azure/ai-foundry/openai/reference#authentication",
  settings: z.strictObject({
    endpoint: address,
    deployment: line(/^[\w.-]+$/, "deployment_form", 64),
    apiVersion: line(/^\d{4}-\d{2}-\d{2}(-preview)?$/, "api_version_form").default("2024-10-21"),
  }),
  fields: {
    endpoint: { control: "line" },
    deployment: { control: "line", aim: false },
    apiVersion: { control: "line", initial: "2024-10-21", aim: false },
  },
  parts: [{ suffix: "api-key", control: "line", schema: secretLine }],
  handover: ({ endpoint, deployment, apiVersion }) => [
    { as: "environment", variable: "AZURE_OPENAI_API_KEY", part: "api-key" },
    { as: "environment", variable: "AZURE_OPENAI_ENDPOINT", value: endpoint },
    { as: "environment", variable: "AZURE_OPENAI_DEPLOYMENT", value: deployment },
    { as: "environment", variable: "OPENAI_API_VERSION", value: apiVersion },
  ],
  test: true,
  protocol: "openai",
});
