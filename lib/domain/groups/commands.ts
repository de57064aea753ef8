import { tenantCommand } from "#lib/domain/access/command.ts";
import type { TenantScope } from "#lib/domain/access/scope.ts";
import { removeMapping, saveMapping } from "./mutations.ts";
import { mappingInput, removeMappingInput } from "./schema.ts";

const at = ({ organizationId, userId, holder }: TenantScope) => ({
  organizationId,
  projectId: null,
  userId,
  holder,
});

/** Lets a group bring a role, to everybody it reaches now and at each sign-in after. */
export const saveMappingCommand = tenantCommand({
  name: "groups.save",
  at: "organization",
  permission: "groups:manage",
  input: mappingInput,
  run: ({ tx, scope, input }) => saveMapping(tx, at(scope), input),
});

/** Ends what a group brings. */
export const removeMappingCommand = tenantCommand({
  name: "groups.remove",
  at: "organization",
  permission: "groups:manage",
  input: removeMappingInput,
  run: ({ tx, scope, input }) => removeMapping(tx, at(scope), input.mappingId),
});
