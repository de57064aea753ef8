import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";
import { readSettings } from "./data.ts";
import type { ChangeSettingsInput } from "./schema.ts";

/** The settings whose values differ, as they were and as they are. */
type Differences = { before: Record<string, unknown>; after: Record<string, unknown> };

/** Puts other settings in the place of those that were seen at `version`; refused if somebody was faster. */
export async function changeSettings(
  tx: PlatformTx,
  userId: string | null,
  { version, settings }: ChangeSettingsInput,
): Promise<Outcome<Differences & { version: number }>> {
  const seen = await readSettings(tx);
  if (version !== null && version !== seen.version) return refused("version_differs");
  const changed = await tx.platformSettings.updateMany({
    where: { id: 1, version: seen.version },
    data: { data: settings, version: { increment: 1 }, updatedBy: userId, updatedAt: new Date() },
  });
  if (changed.count === 0) return refused("version_differs");
  const names = (Object.keys(settings) as (keyof typeof settings)[]).filter(
    (name) => seen.settings[name] !== settings[name],
  );
  const of = (values: typeof settings) => Object.fromEntries(names.map((name) => [name, values[name]]));
  return done({ version: seen.version + 1, before: of(seen.settings), after: of(settings) });
}
