import type { Prisma } from "#generated/client.ts";
import { done, type Outcome, type Refused, refused } from "#lib/domain/outcome.ts";
import { newId } from "#lib/infra/db/id.ts";
import { type TenantTx, withTenant } from "#lib/infra/db/transaction.ts";
import { aimsOf } from "./aims.ts";
import { nameOf } from "./data.ts";
import type { CredentialKindId, Settings } from "./kinds/index.ts";
import type { Place, WantedChange } from "./mutations.ts";
import { LEFT_MS, readSettings, wantedChange } from "./rules.ts";

type Kept = Outcome<{ id: string; kind: CredentialKindId; settings: Settings; change: WantedChange }>;
type More = (kept: {
  kind: CredentialKindId;
  settings: Settings;
}) => Outcome<Parameters<typeof wantedChange>[2]>;

type Change = Pick<
  Prisma.CredentialChangeCreateManyInput,
  "organizationId" | "projectId" | "secretKey" | "kind" | "name" | "what" | "askedBy"
>;

/**
 * Opens a change of a credential, by this id. Refused while another one of it is open, which one that was left is until it is
 * settled; of two at once the second waits here.
 */
export async function openChange(tx: TenantTx, id: string, change: Change): Promise<Refused | null> {
  const { count } = await tx.credentialChange.createMany({ data: [{ ...change, id }], skipDuplicates: true });
  if (count > 0) return null;
  const { organizationId, projectId = null, secretKey, name } = change;
  const where = { organizationId, projectId, secretKey };
  const open = await tx.credentialChange.findFirst({ where, select: { askedBy: true, askedAt: true } });
  const left = open !== null && Date.now() - open.askedAt.getTime() > LEFT_MS;
  const who = await nameOf(tx, open?.askedBy ?? null);
  return refused(left ? "credential_left" : "credential_busy", { values: { name, who } });
}

/**
 * Has none of a credential's changes begin before this transaction ends: whoever asks for one waits for it, and then sees what it
 * made. Refused while one is open. It is asked before the credential's row is locked, as whoever confirms a change does.
 */
export async function holdChanges(tx: TenantTx, change: Omit<Change, "what">): Promise<Refused | null> {
  const id = newId();
  const refusal = await openChange(tx, id, change);
  await tx.credentialChange.deleteMany({ where: { id } });
  return refusal;
}

const find = (place: Place, id: string) =>
  withTenant(place, async (tx) => {
    const found = await tx.credential.findFirst({ where: { id, projectId: place.projectId } });
    return found && { found, who: await nameOf(tx, found.updatedBy) };
  });

/**
 * The change of a credential that is kept, in the version that was seen, if one was named. What a store elsewhere holds is not
 * changed here.
 */
export async function changeOf(
  place: Place,
  { credentialId, version = null }: { credentialId: string; version?: number | null },
  what: Parameters<typeof wantedChange>[0],
  more: More = () => done({}),
): Promise<Kept> {
  const read = await find(place, credentialId);
  if (!read) return refused("not_found");
  const { found, who } = read;
  const { id, name, source } = found;
  if (source !== "value") return refused("credential_external", { values: { name } });
  if (version !== null && version !== found.version)
    return refused("credential_changed", { values: { name, who } });
  const kept = { kind: found.kind as CredentialKindId, settings: found.settings as Settings };
  const asked = more(kept);
  return asked.ok ? done({ id, ...kept, change: wantedChange(what, found, asked.value) }) : asked;
}

/**
 * A change that credentials of both origins know. Null where the value is fetched: then the web writes no Secret, and the cluster
 * follows the row.
 */
export async function changeOfEither(
  place: Place,
  credentialId: string,
  what: "removal" | "disable" | "enable",
): Promise<Outcome<{ id: string; name: string; change: WantedChange | null }>> {
  const read = await find(place, credentialId);
  if (!read) return refused("not_found");
  const { id, name, source } = read.found;
  return done({ id, name, change: source === "value" ? wantedChange(what, read.found) : null });
}

/** Why settings may not be what they are to be: they are not of the kind, or would send the value elsewhere. */
export function settingsOf(
  kind: CredentialKindId,
  before: Settings,
  wanted: Settings,
): Outcome<{ settings: Settings }> {
  const read = readSettings(kind, wanted);
  if (!read.ok) return read;
  const [aim] = aimsOf(kind, before, read.value);
  return aim ? refused("credential_aim", { field: `settings.${aim}` }) : done({ settings: read.value });
}
