"use server";

import { platformAction } from "#lib/domain/access/action.ts";
import {
  approveRequestCommand,
  declineRequestCommand,
  resumeOrganizationCommand,
  setTierCommand,
  suspendOrganizationCommand,
} from "#lib/domain/organizations/commands.ts";
import {
  discardJobCommand,
  discardJobsCommand,
  resumeUserCommand,
  retryJobCommand,
  retryJobsCommand,
  signOutUserCommand,
  suspendUserCommand,
} from "#lib/domain/platform/commands.ts";
import { retryAnyProjectCommand } from "#lib/domain/projects/commands.ts";
import { changeSettingsCommand } from "#lib/domain/settings/commands.ts";
import { startViewingCommand } from "#lib/domain/viewing/commands.ts";

export const retryAnyProjectAction = platformAction(retryAnyProjectCommand);
export const retryJobAction = platformAction(retryJobCommand);
export const discardJobAction = platformAction(discardJobCommand);
export const retryJobsAction = platformAction(retryJobsCommand);
export const discardJobsAction = platformAction(discardJobsCommand);
export const approveRequestAction = platformAction(approveRequestCommand);
export const declineRequestAction = platformAction(declineRequestCommand);
export const suspendOrganizationAction = platformAction(suspendOrganizationCommand);
export const resumeOrganizationAction = platformAction(resumeOrganizationCommand);
export const setTierAction = platformAction(setTierCommand);
export const suspendUserAction = platformAction(suspendUserCommand);
export const resumeUserAction = platformAction(resumeUserCommand);
export const signOutUserAction = platformAction(signOutUserCommand);
export const changeSettingsAction = platformAction(changeSettingsCommand);
export const startViewingAction = platformAction(startViewingCommand);
