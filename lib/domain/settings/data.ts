import type { AnyTx } from "#lib/infra/db/transaction.ts";
import { type PlatformSettings, platformSettings } from "./schema.ts";

/** The platform's settings as they are now, with the version that a change is made on condition of. */
export async function readSettings(tx: AnyTx): Promise<{ settings: PlatformSettings; version: number }> {
  const { data, version } = await tx.platformSettings.findUniqueOrThrow({ where: { id: 1 } });
  return { settings: platformSettings.parse(data), version };
}

/** The platform's settings as they are now. */
export const getSettings = async (tx: AnyTx): Promise<PlatformSettings> => (await readSettings(tx)).settings;
