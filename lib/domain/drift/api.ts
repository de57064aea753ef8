import { z } from "zod";
import {
  behind,
  inProjectPath,
  instant,
  page,
  pageFrom,
  paging,
  projectPath,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { listDrift as readDrift } from "./data.ts";

export const drift = z.object({
  id: z.uuid(),
  kind: z.string(),
  name: z.string(),
  fields: z.array(z.string()).meta({ description: "What differed; none when the object was gone." }),
  manager: z.string().meta({ description: "The field manager that the cluster names." }),
  operation: z.string(),
  state: z.enum(["repaired", "repairing", "refused"]),
  message: z.string(),
  changedAt: instant.nullable(),
  seenAt: instant,
});

export const listDrift = readOperation({
  id: "listDrift",
  path: "/projects/{project}/drift",
  tag: "projects",
  summary: "What was changed in the cluster past Portico, newest first",
  at: "project",
  permission: "project:read",
  params: projectPath,
  query: paging(z.uuid()),
  output: page(drift.meta({ id: "Drift" })),
  locate: inProjectPath,
  read: async ({ tx, scope, query: { limit, after } }) => {
    const { rows, older } = await readDrift(tx, scope.projectId, behind(after), limit);
    return { value: pageFrom(rows, older) };
  },
});
