import { apiRoute } from "#lib/domain/access/api-route.ts";
import { changeSettings, getSettings } from "#lib/domain/settings/api.ts";

export const { GET, PUT } = apiRoute(getSettings, changeSettings);
