import { z } from "zod";
import { leftOut, line, modelId, mostText } from "./fields.ts";
import { defineKind } from "./kind.ts";

/** What is read of the key file of a service account. Its own addresses are not: it is sent to Google's alone. */
const serviceAccount = z.object({
  type: z.literal("service_account"),
  project_id: z.string().min(1),
  client_email: z.string().min(1),
  private_key: z.string().startsWith("-----BEGIN PRIVATE KEY-----"),
  private_key_id: z.string().optional(),
});
export type ServiceAccount = z.infer<typeof serviceAccount>;

/** The service account that a key file is of; null when it is none. */
export function readServiceAccount(text: string): ServiceAccount | null {
  try {
    return serviceAccount.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export const vertexAi = defineKind({
  group: "models",
  docs: "https://cloud.google.com/iam/docs/keys-create-delete",
  settings: z.strictObject({
    /** Left out, the project that the service account is of. */
    project: leftOut(line(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "google_project_form")),
    region: line(/^(global|[a-z]+-[a-z]+\d+)$/, "region_form").default("global"),
    model: modelId.default("gemini-2.5-flash"),
  }),
  fields: {
    project: { control: "line", optional: true, aim: false },
    region: { control: "line", initial: "global", aim: false },
    model: { control: "line", initial: "gemini-2.5-flash", aim: false },
  },
  parts: [
    {
      suffix: "service-account",
      control: "text",
      schema: z
        .string()
        .trim()
        .max(mostText, "too_long")
        .refine((text) => readServiceAccount(text) !== null, "service_account_form"),
    },
  ],
  handover: ({ project, region }) => [
    { as: "file", part: "service-account", variable: "GOOGLE_APPLICATION_CREDENTIALS" },
    ...(project ? [{ as: "environment", variable: "GOOGLE_CLOUD_PROJECT", value: project } as const] : []),
    { as: "environment", variable: "GOOGLE_CLOUD_LOCATION", value: region },
  ],
  test: true,
  protocol: null,
});
