import { listAccess, listProjectAccess } from "./access/api.ts";
import type { Operation } from "./access/operation.ts";
import { getAuditEvent, getPlatformAuditEvent, listAudit, listPlatformAudit } from "./audit/api.ts";
import { listCredentials, testCredential } from "./credentials/api.ts";
import { addDomain, listDomains, removeDomain, updateDomain, verifyDomain } from "./domains/api.ts";
import { listGroups, removeGroup, saveGroup } from "./groups/api.ts";
import { getMe } from "./identity/api.ts";
import { invite, listInvitations, resendInvitation, revokeInvitation } from "./invitations/api.ts";
import {
  changeMember,
  listMembers,
  listProjectMembers,
  removeMember,
  removeProjectMember,
  setProjectMember,
} from "./members/api.ts";
import {
  createOrganization,
  deleteOrganization,
  getOrganization,
  listOrganizations,
  transferOrganization,
  updateOrganization,
} from "./organizations/api.ts";
import {
  archiveProject,
  createProject,
  deleteProject,
  getProject,
  listProjects,
  restoreProject,
  retryProject,
  updateProject,
} from "./projects/api.ts";
import { getSessionById, getSessionLog, launchSession, listSessions, stopSession } from "./sessions/api.ts";
import { createToken, listTokens, revokeToken } from "./tokens/api.ts";

/** Everything that /api/v1 offers, each operation once: the routes name them, the document describes them. */
export const operations: readonly Operation[] = [
  getMe,
  listOrganizations,
  createOrganization,
  getOrganization,
  updateOrganization,
  transferOrganization,
  deleteOrganization,
  listProjects,
  createProject,
  getProject,
  updateProject,
  deleteProject,
  archiveProject,
  restoreProject,
  retryProject,
  listProjectMembers,
  setProjectMember,
  removeProjectMember,
  listMembers,
  changeMember,
  removeMember,
  listInvitations,
  invite,
  resendInvitation,
  revokeInvitation,
  listSessions,
  launchSession,
  getSessionById,
  stopSession,
  getSessionLog,
  listCredentials,
  testCredential,
  listDomains,
  addDomain,
  updateDomain,
  verifyDomain,
  removeDomain,
  listGroups,
  saveGroup,
  removeGroup,
  listAccess,
  listProjectAccess,
  listAudit,
  getAuditEvent,
  listTokens,
  createToken,
  revokeToken,
  listPlatformAudit,
  getPlatformAuditEvent,
];
