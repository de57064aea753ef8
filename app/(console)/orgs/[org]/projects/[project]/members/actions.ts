"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import {
  leaveProjectCommand,
  removeProjectMemberCommand,
  setProjectMemberCommand,
} from "#lib/domain/members/commands.ts";

export const setProjectMemberAction = tenantAction(setProjectMemberCommand);
export const removeProjectMemberAction = tenantAction(removeProjectMemberCommand);
export const leaveProjectAction = tenantAction(leaveProjectCommand);
