import { tenantCommand } from "#lib/domain/access/command.ts";
import { removeMapping, saveMapping } from "./mutations.ts";
import { mappingInput, removeMappingInput } from "./schema.ts";

/** Lets a group bring a role, to everybody it reaches now and at each sign-in after. */
export const saveMappingCommand = tenantCommand({
  name: "groups.save",
  at: "organization",
  permission: "groups:manage",
  input: mappingInput,
  run: ({ tx, scope, input }) => saveMapping(tx, scope, input),
});

/** Ends what a group brings. */
export const removeMappingCommand = tenantCommand({
  name: "groups.remove",
  at: "organization",
  permission: "groups:manage",
  input: removeMappingInput,
  run: ({ tx, scope, input }) => removeMapping(tx, scope, input.mappingId),
});
