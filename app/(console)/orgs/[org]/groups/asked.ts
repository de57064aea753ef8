import { type MappingInput, mappingInput } from "#lib/domain/groups/schema.ts";

export type Asked = { issuer?: string; group?: string; project?: string; role?: string };

/**
 * The mapping that the address asks to look at, before anything is saved. Null when nothing was asked; what is wrong with it
 * names the field and the sentence under `reasons`.
 */
export function readAsked({ issuer, group, project, role }: Asked): {
  mapping: MappingInput | null;
  problem: { field: string; reason: string } | null;
} {
  if (group === undefined) return { mapping: null, problem: null };
  const parsed = mappingInput.safeParse({
    at: project ? "project" : "organization",
    issuer,
    groupName: group,
    role,
    ...(project ? { projectId: project } : {}),
  });
  if (parsed.success) return { mapping: parsed.data, problem: null };
  const issue = parsed.error.issues[0];
  return {
    mapping: null,
    problem: { field: String(issue?.path[0] ?? "groupName"), reason: issue?.message ?? "invalid" },
  };
}
