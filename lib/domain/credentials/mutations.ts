import { isDeepStrictEqual } from "node:util";
import type { Prisma } from "#generated/client.ts";
import { recordLook } from "#lib/domain/access/mutations.ts";
import type { ProjectScope } from "#lib/domain/access/scope.ts";
import { done, type Outcome, type Refused, refused } from "#lib/domain/outcome.ts";
import { requestApply } from "#lib/domain/projects/mutations.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { openChange } from "./changing.ts";
import { nameOf } from "./data.ts";
import { describedRefusal } from "./described.ts";
import type { CredentialKindId, Settings } from "./kinds/index.ts";
import { type Outside, outsideIn, writingOf } from "./outside.ts";
import { descriptorOf, toldAt } from "./rules.ts";
import type { ChangeKind, Stage } from "./schema.ts";

/** Whose credential it is: a project's, or (with null) the organization's own. */
export type Place = { organizationId: string; projectId: string | null; userId: string | null };

/**
 * What is to become of one credential. The change stands in the database before the Secret is written, and becomes what is
 * known of the credential when the Secret has it:
 * ask, commit · write the Secret, which names the change · confirm, commit.
 * Whatever is cut off in between leaves an open change, which is settled by what the Secret names.
 */
export type WantedChange = {
  id: string;
  what: ChangeKind;
  /** The credential's primary key. */
  secretKey: string;
  kind: CredentialKindId;
  name: string;
  /** The credential that it changes, in the version that whoever asks has seen (null: in whichever); null for a new one. */
  seen: { id: string; version: number | null } | null;
  /** When it was changed past Portico, as whoever asks has seen it. */
  seenOutside: Date | null;
  /** What is known of a new value. */
  key: {
    fingerprint: string;
    lastFour: string;
    stages: Stage[];
    parts: string[];
    settings: Settings;
    expiresAt: Date | null;
  } | null;
  /** What the settings are to be, where they alone change. */
  settings?: Settings;
};

/** What the Secret is to hold when the change is made. */
export type Asked = {
  /** The descriptor as text; null takes it out. */
  descriptor: string | null;
  /** All keys that the credential has, or had: those that are given no value go, if values change at all. */
  keys: string[];
  /** What somebody did to its value past Portico, as is known. */
  outside: Outside | null;
  /** The writing past Portico that somebody decided to keep. */
  kept: string | null;
  /** Those of them that it had: where others are written, nothing may stand. */
  had: string[];
};

type Known = Prisma.CredentialGetPayload<object>;
const at = ({ organizationId, projectId }: Omit<Place, "userId">, secretKey: string) => ({
  organizationId,
  projectId,
  secretKey,
});

/**
 * Asks for a change. Refused while another one of the same credential is open, and when the credential is not the one that was
 * seen, so that nobody's value is replaced unseen.
 */
export async function askForChange(
  tx: TenantTx,
  place: Place,
  wanted: WantedChange,
): Promise<Outcome<Asked>> {
  const { id, what, secretKey, kind, name } = wanted;
  const where = at(place, secretKey);
  const busy = await openChange(tx, id, { ...where, what, kind, name, askedBy: place.userId });
  if (busy) return busy;
  const now = await tx.credential.findFirst({ where });
  const refusal = await differs(tx, wanted, now);
  if (refusal) {
    await withdrawChange(tx, id);
    return refusal;
  }
  const next = nextOf(wanted, now);
  const grows = wanted.key !== null || wanted.settings !== undefined;
  const full = grows && (await describedRefusal(tx, place, "value", { secretKey, kind, name, ...next }));
  if (full) {
    await withdrawChange(tx, id);
    return full;
  }
  await tx.credentialChange.update({ where: { id }, data: next });
  const disabled = what === "disable" || (what !== "enable" && now?.disabledAt != null);
  return done({
    descriptor: what === "removal" ? null : JSON.stringify(descriptorOf({ kind, name, ...next, disabled })),
    keys: [...new Set([...next.parts, ...(now?.parts ?? [])])],
    outside: outsideIn(now),
    kept: now?.outsideKept ?? null,
    had: now?.parts ?? [],
  });
}

/** Why the credential is not as it was seen. */
async function differs(tx: TenantTx, wanted: WantedChange, now: Known | null): Promise<Refused | null> {
  const { what, name, seen, key, seenOutside, settings } = wanted;
  const values = { name, who: now ? await nameOf(tx, now.updatedBy) : "" };
  if (!now) return what === "value" && seen === null ? null : refused("credential_gone", { values });
  // What a store elsewhere holds is not changed here, and no value takes its place.
  if (now.source !== "value") return refused("credential_external", { values: { name } });
  // Asked for again after a lost answer, it is what stands already.
  const stands = key
    ? key.fingerprint !== "" &&
      key.fingerprint === now.fingerprint &&
      isDeepStrictEqual(key.settings, now.settings)
    : settings !== undefined && isDeepStrictEqual(settings, now.settings);
  const same = seen?.id === now.id && (seen.version ?? now.version) === now.version;
  const sameOutside = now.outsideAt?.getTime() === seenOutside?.getTime();
  if (what === "keep" && !now.outsideAt) return refused("credential_inside", { values });
  if (what === "keep" && now.outsideWhat === "removed") return refused("credential_emptied", { values });
  if ((what === "keep" || what === "value") && now.outsideAt && !sameOutside)
    return refused("credential_outside", { values: { name, who: now.outsideBy || "somebody" } });
  // Whether it is on or off is nothing to have seen. Else it may be somebody else's by now: their value goes to no address but theirs.
  if (same || stands || !isSeen(what)) return null;
  return seen === null
    ? refused("credential_taken", { field: "name", values })
    : refused("credential_changed", { values });
}

/** Whether a change makes another version of a credential, which whoever changes it next must have seen. */
const isSeen = (what: ChangeKind): boolean => what !== "disable" && what !== "enable";

/** What the credential is to be, as the change keeps it until it is confirmed. */
function nextOf({ what, key, settings }: WantedChange, now: Known | null) {
  if (key) {
    const { stages, ...known } = key;
    return { ...known, testStages: stages as unknown as Prisma.InputJsonArray };
  }
  const outside = outsideIn(now);
  return {
    // Whoever wrote it past Portico knows what it is; Portico does not.
    fingerprint: what === "keep" ? "" : (now?.fingerprint ?? ""),
    lastFour: what === "keep" ? "" : (now?.lastFour ?? ""),
    parts: now?.parts ?? [],
    settings: settings ?? ((now?.settings ?? {}) as Settings),
    expiresAt: what === "keep" ? null : (now?.expiresAt ?? null),
    outsideKept: what === "keep" && outside ? writingOf(outside) : (now?.outsideKept ?? null),
  };
}

/** Takes back a change that was not made. */
export async function withdrawChange(tx: TenantTx, id: string): Promise<void> {
  await tx.credentialChange.deleteMany({ where: { id, settling: false } });
}

/** Closes a change to whoever asked for it: from now on it is written by nobody. */
export async function beginSettling(tx: TenantTx, id: string): Promise<void> {
  await tx.credentialChange.updateMany({ where: { id }, data: { settling: true } });
}

/** Makes what a change asked for what is known of the credential. Refused when somebody else has settled it meanwhile. */
export async function confirmChange(
  tx: TenantTx,
  place: Pick<Place, "projectId">,
  changeId: string,
): Promise<Outcome<{ secretKey: string; credentialId: string | null; version?: number }>> {
  const which = { id: changeId, projectId: place.projectId };
  const change = await tx.credentialChange.findFirst({ where: which });
  const gone = await tx.credentialChange.deleteMany({ where: which });
  if (!change || gone.count === 0) return refused("credential_settled");
  const { organizationId, projectId, secretKey, kind, name, what, askedBy, askedAt } = change;
  const now = await tx.credential.findFirst({ where: at(change, secretKey), select: { id: true } });
  if (what === "removal") {
    if (now) await removeRow(tx, organizationId, now.id);
    return done({ secretKey, credentialId: null });
  }
  const data = { changeId, ...changed[what as Exclude<ChangeKind, "removal">](change) };
  if (now) {
    const { version } = await tx.credential.update({
      where: { id: now.id },
      data: isSeen(what as ChangeKind) ? { ...data, version: { increment: 1 } } : data,
    });
    return done({ secretKey, credentialId: now.id, version });
  }
  if (what !== "value") return refused("credential_gone", { values: { name } });
  const { id, version } = await tx.credential.create({
    data: {
      organizationId,
      projectId,
      secretKey,
      kind,
      name,
      createdBy: askedBy,
      createdAt: askedAt,
      ...data,
    },
  });
  return done({ secretKey, credentialId: id, version });
}

/**
 * Takes a credential's row away. Sessions keep their history. Projects that had it of the organization are asked for anew: else
 * the next one of its name would be theirs, though nobody gave it to them.
 */
export async function removeRow(tx: TenantTx, organizationId: string, id: string): Promise<void> {
  // Whoever gives it to another project at the same moment waits, and then finds it gone.
  await tx.$queryRaw`select 1 from credentials where id = ${id}::uuid for update`;
  const bound = await tx.credentialBinding.findMany({
    where: { credentialId: id },
    select: { projectId: true },
  });
  await tx.agentSession.updateMany({ where: { credentialId: id }, data: { credentialId: null } });
  await tx.credential.deleteMany({ where: { id } });
  if (bound.length > 0)
    await requestApply(
      tx,
      organizationId,
      bound.map(({ projectId }) => projectId),
    );
}

type Change = Prisma.CredentialChangeGetPayload<object>;
type Columns = Partial<Omit<Prisma.CredentialUncheckedCreateInput, "id" | "version" | "sessions">>;
const inside = { outsideAt: null, outsideBy: null, outsideWhat: null };
const untested = { testedAt: null, testPassed: null, testStages: [], testCause: null };
const noTest = { testId: null, testAskedAt: null, testAskedBy: null };

/** What each kind of change makes of the row. */
const changed: Record<Exclude<ChangeKind, "removal">, (change: Change) => Columns> = {
  value: (change) => {
    const stages = change.testStages as Prisma.InputJsonArray;
    const { fingerprint, lastFour, parts, settings, expiresAt, askedBy, askedAt } = change;
    const tested = stages.length > 0;
    return {
      fingerprint,
      lastFour,
      parts,
      settings: settings as Prisma.InputJsonObject,
      expiresAt,
      expiryTold: toldAt(expiresAt, askedAt),
      updatedBy: askedBy,
      updatedAt: askedAt,
      ...untested,
      ...(tested ? { testedAt: askedAt, testPassed: true, testStages: stages } : {}),
      ...noTest,
      ...inside,
      outsideKept: null,
    };
  },
  settings: ({ settings, askedBy, askedAt }) => ({
    settings: settings as Prisma.InputJsonObject,
    updatedBy: askedBy,
    updatedAt: askedAt,
    ...untested,
    ...noTest,
  }),
  disable: ({ askedBy, askedAt }) => ({ disabledAt: askedAt, disabledBy: askedBy }),
  enable: () => ({ disabledAt: null, disabledBy: null }),
  keep: ({ outsideKept, askedBy, askedAt }) => ({
    fingerprint: "",
    lastFour: "",
    expiresAt: null,
    expiryTold: null,
    updatedBy: askedBy,
    updatedAt: askedAt,
    ...untested,
    ...noTest,
    ...inside,
    outsideKept,
  }),
};

/** Ends an open change by what was found out: it becomes the credential, or leaves no trace. */
export async function settleChange(
  tx: TenantTx,
  place: Pick<Place, "projectId">,
  changeId: string,
  happened: boolean,
): Promise<Outcome<{ happened: boolean }>> {
  // Settled by somebody else meanwhile is as good.
  if (happened) await confirmChange(tx, place, changeId);
  else await tx.credentialChange.deleteMany({ where: { id: changeId, projectId: place.projectId } });
  return done({ happened });
}

/** Writes down that somebody saw what is known of the credentials: fingerprints, last four, who changed them. */
export const noteSeen = (tx: TenantTx, scope: ProjectScope): Promise<void> =>
  recordLook(tx, scope, { action: "credentials.see" });
