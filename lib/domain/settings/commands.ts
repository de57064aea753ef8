import type { Prisma } from "#generated/client.ts";
import { platformCommand } from "#lib/domain/access/command.ts";
import { done } from "#lib/domain/outcome.ts";
import { changeSettings } from "./mutations.ts";
import { changeSettingsInput } from "./schema.ts";

/** What holds for everybody: who may make organizations, tiers, names, days. */
export const changeSettingsCommand = platformCommand({
  name: "platform.settings",
  permission: "platform:settings",
  input: changeSettingsInput,
  run: async ({ tx, caller, input }) => {
    const changed = await changeSettings(tx, caller.userId, input);
    const target = { kind: "platform", name: "settings" };
    if (!changed.ok) return { ...changed, audit: { target } };
    const { version, ...detail } = changed.value;
    return { ...done({ version }), audit: { target, detail: detail as Prisma.InputJsonObject } };
  },
});
