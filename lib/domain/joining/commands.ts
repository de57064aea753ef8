import { tenantCommand, userCommand } from "#lib/domain/access/command.ts";
import { noteStep } from "#lib/domain/onboarding/mutations.ts";
import { askToJoin, decideJoinRequest, joinByDomain, withdrawJoinRequest } from "./mutations.ts";
import { askInput, decideInput, joinInput } from "./schema.ts";

/** Into an organization that takes everybody of the person's verified domain. */
export const joinByDomainCommand = userCommand({
  name: "members.join",
  input: joinInput,
  run: ({ caller, viewer, input: { organizationId }, open }) =>
    open.tenant(organizationId, async (tx) => {
      const joined = await joinByDomain(tx, organizationId, viewer);
      if (joined.ok && caller.via === "screen")
        await noteStep(tx, viewer.userId, { organizationAt: new Date(), organizationId });
      return joined;
    }),
});

/** Asks an organization of the person's verified domain to be let in. */
export const askToJoinCommand = userCommand({
  name: "members.ask",
  input: askInput,
  run: ({ viewer, input: { organizationId, message }, open }) =>
    open.tenant(organizationId, (tx) => askToJoin(tx, organizationId, viewer, message)),
});

/** Takes one's own question back. */
export const withdrawJoinRequestCommand = userCommand({
  name: "members.withdraw",
  input: joinInput,
  run: ({ viewer, input: { organizationId }, open }) =>
    open.tenant(organizationId, (tx) => withdrawJoinRequest(tx, organizationId, viewer)),
});

/** Answers whoever asked to be let in. */
export const decideJoinRequestCommand = tenantCommand({
  name: "requests.decide",
  at: "organization",
  permission: "requests:decide",
  input: decideInput,
  run: ({ tx, scope, input }) => decideJoinRequest(tx, scope, input),
});
