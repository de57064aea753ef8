import { callerOfKey } from "#lib/domain/access/bearer-key.ts";
import { type Caller, callerOfViewer } from "#lib/domain/access/caller.ts";
import { performPlatform, performTenant } from "#lib/domain/access/perform.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { createKeyCommand, createPlatformKeyCommand } from "#lib/domain/keys/commands.ts";
import { daysFrom } from "#lib/domain/keys/rules.ts";
import { keyScopes } from "#lib/domain/keys/schema.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { people } from "./people.ts";

/** A key of each person who has one, by their address. */
export type DemoKeys = Record<string, string>;

/** Whose keys the demo hands out: null for the platform, else the organization, and the project that calls of models count for. */
const holders: Record<string, { org: string; project?: string } | null> = {
  pia: null,
  olga: { org: "northmoor", project: "retrieval-eval" },
  adam: { org: "northmoor", project: "retrieval-eval" },
  mia: { org: "northmoor", project: "retrieval-eval" },
  ed: { org: "northmoor", project: "retrieval-eval" },
  vic: { org: "northmoor" },
  max: { org: "northmoor" },
  bill: { org: "northmoor" },
  hana: { org: "halden", project: "hull-scan" },
};

/** Somebody of the demo; null in a world that was made before there was such a person. */
async function callerOf(sub: string): Promise<Caller | null> {
  const found = await withPlatform((tx) =>
    tx.identity.findFirst({ where: { subject: sub, provider: "demo" }, include: { user: true } }),
  );
  if (!found) return null;
  const { user } = found;
  const viewer: Viewer = {
    ...user,
    userId: user.id,
    loginSessionId: "",
    platformAdmin: holders[sub] === null,
    signedInAt: new Date(),
    confirmedAt: new Date(),
  };
  return callerOfViewer(viewer);
}

/** Makes a key as the screen does: through its command, with the rights its holder has now. */
async function make(sub: string, caller: Caller, place: (typeof holders)[string]): Promise<string> {
  const wanted = { name: "Demo", expiresAt: daysFrom(new Date(), 365).toISOString() };
  const asking = { requestId: newRequestId() };
  const made = !place
    ? await performPlatform(createPlatformKeyCommand, caller, wanted, asking)
    : await performTenant(
        createKeyCommand,
        caller,
        { org: place.org },
        {
          ...wanted,
          kind: "personal",
          scopes: keyScopes.filter((scope) => place.project || scope !== "models:call"),
          project: place.project ?? null,
        },
        asking,
        async () => caller,
      );
  if (!made.ok) throw new Error(`The demo's key of ${sub} could not be made: ${made.reason}`);
  return made.value.key;
}

/** The keys that were handed over, with new ones in the place of those that open nothing any more. */
export async function workingKeys(known: DemoKeys): Promise<DemoKeys> {
  const keys: DemoKeys = {};
  for (const { sub, email } of people) {
    const place = holders[sub];
    if (place === undefined) continue;
    const caller = await callerOf(sub);
    if (!caller) continue;
    const old = known[email];
    keys[email] = old && (await callerOfKey(old, null)).ok ? old : await make(sub, caller, place);
  }
  return keys;
}
