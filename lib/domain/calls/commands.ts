import { tenantCommand } from "#lib/domain/access/command.ts";
import { signToken } from "./mutations.ts";
import { tokenInput } from "./schema.ts";

/** Makes a token of a few minutes for calling models, for gateways that verify by themselves. It is in this one answer and nowhere else. */
export const issueTokenCommand = tenantCommand({
  name: "keys.token",
  at: "project",
  permission: "models:call",
  input: tokenInput,
  secret: true,
  stepUp: true,
  run: async ({ tx, scope, input }) => {
    const made = await signToken(tx, scope, input);
    const target = { kind: "gateway", name: made.ok ? made.value.audience : input.audience };
    return { ...made, audit: { target, detail: made.ok ? { seconds: made.value.seconds } : {} } };
  },
});
