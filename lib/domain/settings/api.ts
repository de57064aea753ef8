import { z } from "zod";
import { changeOperation, readOperation } from "#lib/domain/access/operation.ts";
import { changeSettingsCommand } from "./commands.ts";
import { readSettings } from "./data.ts";
import { platformSettings } from "./schema.ts";

export const getSettings = readOperation({
  id: "getSettings",
  path: "/platform/settings",
  tag: "platform",
  summary: "What holds for everybody",
  at: "platform",
  permission: "platform:settings",
  output: platformSettings.meta({ id: "Settings" }),
  versioned: true,
  read: async ({ tx }) => {
    const { settings, version } = await readSettings(tx);
    return { value: settings, version };
  },
});

export const changeSettings = changeOperation({
  id: "changeSettings",
  method: "put",
  path: "/platform/settings",
  tag: "platform",
  summary: "Change what holds for everybody",
  description: "All settings at once: one that is left out goes back to what it was at the first start.",
  at: "platform",
  command: changeSettingsCommand,
  body: platformSettings,
  output: z.object({ version: z.number().int() }),
  versioned: true,
  input: ({ body: settings, ifMatch: version }) => ({ settings, version }),
});
