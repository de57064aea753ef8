import type { Prisma } from "#generated/client.ts";
import { platformCommand } from "#lib/domain/access/command.ts";
import { changeSettings } from "./mutations.ts";
import { changeSettingsInput } from "./schema.ts";

/** What holds for everybody: who may make organizations, tiers, names, days. */
export const changeSettingsCommand = platformCommand({
  name: "platform.settings",
  permission: "platform:settings",
  input: changeSettingsInput,
  run: async ({ tx, caller, input }) => {
    const changed = await changeSettings(tx, caller.userId, input);
    return {
      ...changed,
      audit: {
        target: { kind: "platform", name: "settings" },
        detail: changed.ok ? (changed.value as Prisma.InputJsonObject) : undefined,
      },
    };
  },
});
