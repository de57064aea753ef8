import { z } from "zod";
import { platformCommand, tenantCommand, userCommand } from "#lib/domain/access/command.ts";
import { refuseFounder } from "#lib/domain/access/limits.ts";
import { platformAdminAddresses } from "#lib/domain/identity/data.ts";
import { noteStep } from "#lib/domain/onboarding/mutations.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { getSettings } from "#lib/domain/settings/data.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withUser } from "#lib/infra/db/transaction.ts";
import { isSlugFree, whyClosed } from "./data.ts";
import { keepOrganization, requestOrganizationDeletion } from "./deletion.ts";
import {
  createOrganization,
  resumeOrganization,
  setTier,
  suspendOrganization,
  transferOwnership,
  updateOrganization,
} from "./mutations.ts";
import { approveRequest, declineRequest, requestOrganization, withdrawRequest } from "./requests.ts";
import { mayCreateOrganization } from "./rules.ts";
import {
  approveInput,
  createOrganizationInput,
  declineInput,
  deleteOrganizationInput,
  keepOrganizationInput,
  requestOrganizationInput,
  resumeInput,
  setTierInput,
  suspendInput,
  transferInput,
  updateOrganizationInput,
} from "./schema.ts";

/** An organization of one's own, where everybody may make one; the wizard goes on with it when it was made on a screen. */
export const createOrganizationCommand = userCommand({
  name: "organizations.create",
  input: createOrganizationInput,
  run: async ({ caller, viewer, input, open }) => {
    const often = await refuseFounder(viewer.userId);
    if (often) return often;
    const organizationId = newId();
    return open.tenant(organizationId, async (tx) => {
      const { organizationCreation, defaultTier } = await getSettings(tx);
      const no = mayCreateOrganization(organizationCreation, viewer);
      if (no) return refused(no);
      const made = await createOrganization(tx, organizationId, viewer, { ...input, tier: defaultTier });
      if (made.ok && caller.via === "screen")
        await noteStep(tx, viewer.userId, { organizationAt: new Date(), organizationId });
      return { ...made, audit: { target: { kind: "organization", id: organizationId, name: input.slug } } };
    });
  },
});

/** Asks the platform's staff for an organization, where they decide; they are told. */
export const requestOrganizationCommand = userCommand({
  name: "organizations.request",
  input: requestOrganizationInput,
  run: async ({ viewer, input, open }): Promise<Outcome<{ id: string }>> => {
    if (!(await isSlugFree(input.slug)))
      return refused("organization_taken", { field: "slug", values: { name: input.slug } });
    const staff = await platformAdminAddresses();
    return open.own(async (tx) => {
      const { organizationCreation, defaultTier } = await getSettings(tx);
      if (organizationCreation === "off") return refused("organizations_off");
      if (organizationCreation === "free") return refused("organizations_free");
      const asked = await requestOrganization(tx, viewer, { ...input, tier: defaultTier }, staff);
      const id = asked.ok ? asked.value.id : undefined;
      return { ...asked, audit: { target: { kind: "organization-request", id, name: input.slug } } };
    });
  },
});

/** Takes one's own request back. */
export const withdrawRequestCommand = userCommand({
  name: "organizations.withdraw",
  input: z.strictObject({ requestId: z.uuid() }),
  run: ({ viewer, input, open }) =>
    open.own(async (tx) => ({
      ...(await withdrawRequest(tx, viewer.userId, input.requestId)),
      audit: { target: { kind: "organization-request", id: input.requestId } },
    })),
});

/** Makes the organization that somebody asked for. */
export const approveRequestCommand = platformCommand({
  name: "organizations.approve",
  permission: "platform:approve",
  input: approveInput,
  run: async ({ tx, caller, input: { requestId: id, tier } }) => {
    const decided = await approveRequest(tx, { id, by: caller.userId, tier });
    if (!decided.ok) return { ...decided, audit: { target: { kind: "organization-request", id } } };
    const { organizationId, slug } = decided.value;
    const target = { kind: "organization", id: organizationId, name: slug };
    return { ...decided, audit: { organizationId, target, detail: { request: id, tier } } };
  },
});

/** Says no to somebody who asked for an organization. */
export const declineRequestCommand = platformCommand({
  name: "organizations.decline",
  permission: "platform:approve",
  input: declineInput,
  run: async ({ tx, caller, input: { requestId: id, reason } }) => {
    const decided = await declineRequest(tx, { id, by: caller.userId, reason });
    const name = decided.ok ? decided.value.slug : undefined;
    return {
      ...decided,
      audit: { target: { kind: "organization-request", id, name }, detail: { reason } },
    };
  },
});

/** Takes an organization out of use, with a reason its members read. */
export const suspendOrganizationCommand = platformCommand({
  name: "organizations.suspend",
  permission: "platform:suspend",
  input: suspendInput,
  run: async ({ tx, caller, input: { organizationId, reason } }) => {
    const found = await tx.organization.findUnique({ where: { id: organizationId } });
    if (!found) return refused("not_found");
    return {
      ...(await suspendOrganization(tx, { organizationId, by: caller.userId, reason })),
      audit: {
        organizationId,
        target: { kind: "organization", id: organizationId, name: found.slug },
        detail: { reason },
      },
    };
  },
});

/** Gives a suspended organization back. */
export const resumeOrganizationCommand = platformCommand({
  name: "organizations.resume",
  permission: "platform:suspend",
  input: resumeInput,
  run: async ({ tx, caller, input: { organizationId } }) => {
    const found = await tx.organization.findUnique({ where: { id: organizationId } });
    if (!found) return refused("not_found");
    return {
      ...(await resumeOrganization(tx, { organizationId, by: caller.userId })),
      audit: { organizationId, target: { kind: "organization", id: organizationId, name: found.slug } },
    };
  },
});

/** Gives an organization another tier. */
export const setTierCommand = platformCommand({
  name: "organizations.set-tier",
  permission: "platform:approve",
  input: setTierInput,
  run: async ({ tx, input: { organizationId, tier } }) => {
    const found = await tx.organization.findUnique({ where: { id: organizationId } });
    if (!found) return refused("not_found");
    const changed = await setTier(tx, { organizationId, tier });
    const target = { kind: "organization", id: organizationId, name: found.slug };
    if (!changed.ok) return { ...changed, audit: { organizationId, target } };
    const detail = { before: { tier: changed.value.before }, after: { tier } };
    return { ...changed, audit: { organizationId, target, detail } };
  },
});

/** Changes the organization's name, its contact, or what it says of API keys. */
export const updateOrganizationCommand = tenantCommand({
  name: "organizations.update",
  at: "organization",
  permission: "organization:update",
  input: updateOrganizationInput,
  run: async ({ tx, scope, input }) => {
    const updated = await updateOrganization(tx, scope, input);
    const target = { kind: "organization", id: scope.organizationId, name: scope.organization.slug };
    if (!updated.ok) return { ...updated, audit: { target } };
    const { detail, version } = updated.value;
    return { ...done({ version }), audit: { target, detail } };
  },
});

/** Gives the ownership to another member. */
export const transferOrganizationCommand = tenantCommand({
  name: "organizations.transfer",
  at: "organization",
  permission: "organization:transfer",
  stepUp: true,
  input: transferInput,
  run: async ({ tx, scope, input: { userId } }) => {
    if (scope.userId === null) return refused("forbidden");
    const moved = await transferOwnership(tx, scope, scope.userId, userId);
    const target = { kind: "user", id: userId };
    if (!moved.ok) return { ...moved, audit: { target } };
    const { name, roleBefore } = moved.value;
    const detail = { from: scope.caller.name, before: { role: roleBefore }, after: { role: "owner" } };
    return { ...moved, audit: { target: { ...target, name }, detail } };
  },
});

/** Asks for the organization's end, its name typed. */
export const deleteOrganizationCommand = tenantCommand({
  name: "organizations.delete",
  at: "organization",
  permission: "organization:delete",
  stepUp: true,
  input: deleteOrganizationInput,
  run: async ({ tx, scope, caller: { name }, requestId, input }) => {
    const { graceDays } = await getSettings(tx);
    const { organizationId, organization, userId: by } = scope;
    const { slug } = organization;
    const asked = await requestOrganizationDeletion(
      tx,
      { organizationId, slug, by, name, requestId },
      input.name,
      graceDays,
    );
    const deleteAfter = asked.ok ? asked.value.deleteAfter.toISOString() : null;
    return {
      ...asked,
      audit: {
        target: { kind: "organization", id: organizationId, name: slug },
        detail: { deleteAfter },
      },
    };
  },
});

/** Takes the organization's deletion back. Its own door is shut meanwhile, so an owner comes by themselves. */
export const keepOrganizationCommand = userCommand({
  name: "organizations.keep",
  input: keepOrganizationInput,
  run: async ({ viewer: { userId }, input: { slug }, open }): Promise<Outcome> => {
    const found = await withUser(userId, (tx) => whyClosed(tx, userId, slug));
    if (!found?.owner || found.state !== "deleting") return refused("not_found");
    return open.tenant(found.id, async (tx) => {
      const owns = { organizationId: found.id, userId, projectId: null, role: "owner" };
      if ((await tx.membership.count({ where: owns })) === 0) return refused("forbidden");
      return {
        ...(await keepOrganization(tx, { organizationId: found.id, by: userId })),
        audit: { target: { kind: "organization", id: found.id, name: slug } },
      };
    });
  },
});
