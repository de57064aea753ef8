import { z } from "zod";
import { tenantCommand, userCommand } from "#lib/domain/access/command.ts";
import { done } from "#lib/domain/outcome.ts";
import { noteStep } from "./mutations.ts";

const nothing = z.object({});

/** The person has seen who the provider says they are. */
export const confirmYouCommand = userCommand({
  name: "onboarding.confirm",
  input: nothing,
  run: ({ viewer, open }) =>
    open.own(async (tx) => {
      const began = { startedAt: viewer.signedInAt };
      await noteStep(tx, viewer.userId, { youAt: new Date(), leftAt: null }, began);
      return done();
    }),
});

/** Goes on with an organization that one already belongs to. */
export const chooseOrganizationCommand = tenantCommand({
  name: "onboarding.choose-organization",
  at: "organization",
  permission: "projects:create",
  input: nothing,
  run: async ({ tx, scope: { userId, organizationId } }) => {
    if (userId) await noteStep(tx, userId, { organizationAt: new Date(), organizationId });
    return done();
  },
});

/** Leaves the wizard for the console; what was done stays, and the wizard can be opened again. */
export const leaveWizardCommand = userCommand({
  name: "onboarding.leave",
  input: nothing,
  run: ({ viewer, open }) =>
    open.own(async (tx) => {
      await noteStep(tx, viewer.userId, { leftAt: new Date() });
      return done();
    }),
});
