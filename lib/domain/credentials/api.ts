import { z } from "zod";
import {
  changeOperation,
  inProject,
  instant,
  page,
  pageOfAll,
  paging,
  projectName,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { testCredentialCommand } from "./commands.ts";
import { listUsableCredentials, listCredentials as readCredentials } from "./data.ts";
import { noteSeen } from "./mutations.ts";
import { addCredentialInput, credentialKind, stageNames } from "./schema.ts";

const credential = z
  .object({
    id: z.uuid(),
    kind: credentialKind,
    name: z.string(),
    testedAt: instant.nullable(),
    testPassed: z.boolean().nullable(),
    details: z
      .object({
        fingerprint: z.string(),
        lastFour: z.string(),
        secretKey: z.string(),
        updatedAt: instant,
        updatedBy: z.string().nullable(),
        sessions: z.number().int(),
      })
      .nullable()
      .meta({ description: "For those who may manage credentials; null to others." }),
  })
  .meta({ id: "Credential" });

const testResult = z
  .object({
    passed: z.boolean(),
    stages: z.array(
      z.object({
        stage: z.enum(stageNames),
        state: z.enum(["passed", "failed", "skipped"]),
        durationMs: z.number().nullable(),
        status: z.number().int().optional(),
        message: z.string().optional(),
      }),
    ),
    durationMs: z.number(),
    cause: z.string().nullable(),
  })
  .meta({ id: "CredentialTest" });

export const listCredentials = readOperation({
  id: "listCredentials",
  path: "/credentials",
  tag: "credentials",
  summary: "Credentials of a project by name, without their values",
  at: "project",
  permission: "credentials:read",
  query: paging(z.string().max(40)).extend({ project: projectName }),
  output: page(credential),
  locate: inProject,
  read: async ({ tx, scope, query }) => {
    const usable = await listUsableCredentials(tx, scope.projectId);
    const whole = can(scope.holder, "credentials:manage") ? await readCredentials(tx, scope.projectId) : [];
    if (whole.length > 0) await noteSeen(tx, scope);
    const details = new Map(whole.map((row) => [row.id, row]));
    const rows = usable.map((row) => ({ ...row, details: details.get(row.id) ?? null }));
    return { value: pageOfAll(rows, query, ({ name }) => name) };
  },
});

export const testCredential = changeOperation({
  id: "testCredential",
  method: "post",
  path: "/credentials/test",
  tag: "credentials",
  summary: "Test a provider's key without keeping it",
  description: "The answer is 200 whether the key passes or not; `stages` say what was found on the way.",
  at: "project",
  command: testCredentialCommand,
  body: addCredentialInput.omit({ replaces: true }).extend({ project: projectName }),
  output: testResult,
  locate: ({ body }) => body.project,
  input: ({ body: { project: _, ...key } }) => key,
});
