import { apiRoute } from "#lib/domain/access/api-route.ts";
import {
  changeOrganizationCredentialReference,
  getOrganizationCredentialReference,
} from "#lib/domain/stores/api.ts";

export const { GET, PUT } = apiRoute(
  getOrganizationCredentialReference,
  changeOrganizationCredentialReference,
);
