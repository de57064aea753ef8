import type { Prisma } from "#generated/client.ts";
import {
  answersChat,
  type CredentialKindId,
  handoverOf,
  kindOf,
} from "#lib/domain/credentials/kinds/index.ts";
import { secretKeyOf } from "#lib/domain/credentials/names.ts";
import { hiddenBy } from "#lib/domain/sharing/rules.ts";
import type { SyncState } from "#lib/domain/stores/schema.ts";
import { providerKinds, providerOf } from "#lib/domain/tiers/rules.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";

/** A credential that a session of a project may name: that it exists, whether it can be used, and where a session finds it. */
export type Usable = {
  id: string;
  kind: CredentialKindId;
  name: string;
  /** What a session names it by. */
  secretKey: string;
  /** The organization's, which the project is bound to. */
  shared: boolean;
  testedAt: Date | null;
  testPassed: boolean | null;
  disabled: boolean;
  expiresAt: Date | null;
  /** Whether its value has not come from its store yet, or was taken out of the cluster past Portico. */
  awaited: boolean;
  removed: boolean;
  /** The model that it is set to, where it is set to one. */
  model: string | null;
  /** Names of the files and variables in which a session finds its secret parts. */
  files: string[];
  variables: string[];
};

const select = {
  id: true,
  kind: true,
  name: true,
  secretKey: true,
  parts: true,
  settings: true,
  testedAt: true,
  testPassed: true,
  disabledAt: true,
  expiresAt: true,
  source: true,
  sync: true,
  outsideWhat: true,
} satisfies Prisma.CredentialSelect;
type Row = Prisma.CredentialGetPayload<{ select: typeof select }>;

/** What sessions of a project may name, by name: its own, and the organization's where it has none of that name itself. */
export async function listUsable(tx: TenantTx, projectId: string): Promise<Usable[]> {
  const own = await tx.credential.findMany({ where: { projectId }, select });
  const bound = await tx.credentialBinding.findMany({
    where: { projectId },
    select: { credential: { select } },
  });
  const isHidden = hiddenBy(own);
  const shared = bound.map(({ credential }) => credential).filter((credential) => !isHidden(credential));
  return [...own.map((row) => usable(row, false)), ...shared.map((row) => usable(row, true))].sort((a, b) =>
    a.name === b.name ? (a.kind < b.kind ? -1 : 1) : a.name < b.name ? -1 : 1,
  );
}

function usable({ disabledAt, parts, settings, sync, ...row }: Row, shared: boolean): Usable {
  const kind = row.kind as CredentialKindId;
  const { refreshedAt = null } = (sync ?? {}) as Partial<SyncState>;
  const { model, deployment } = settings as Record<string, unknown>;
  const set = model ?? deployment;
  return {
    ...{ id: row.id, kind, name: row.name, secretKey: row.secretKey, shared },
    ...{ testedAt: row.testedAt, testPassed: row.testPassed, expiresAt: row.expiresAt },
    disabled: disabledAt !== null,
    awaited: row.source === "external" && refreshedAt === null,
    removed: row.outsideWhat === "removed",
    model: typeof set === "string" ? set : null,
    ...placesOf(kind, row.name, parts, settings),
  };
}

/** Where the secret parts of a credential go; nowhere for settings that its kind no longer understands. */
function placesOf(kind: CredentialKindId, name: string, parts: string[], settings: unknown) {
  const files: string[] = [];
  const variables: string[] = [];
  try {
    const held = kindOf(kind)
      .parts.map(({ suffix }) => suffix)
      .filter((suffix) => parts.includes(secretKeyOf(kind, name, suffix)));
    for (const handed of handoverOf(kind, settings, held)) {
      if (!("part" in handed)) continue;
      if (handed.as === "file") files.push(secretKeyOf(kind, name, handed.part));
      else variables.push(handed.variable);
    }
  } catch {
    // The pre-flight says no to it by other means: the controller refuses what cannot be read.
  }
  return { files, variables };
}

/** Whether the models of a kind are a list of Portico's. Others are asked for any model, by its name there. */
export const hasModelList = (kind: string): boolean => (providerKinds as readonly string[]).includes(kind);

/** Whether a credential of a kind opens a model: one of its list, or any name where there is none. */
export const opens = (kind: string, model: string): boolean =>
  hasModelList(kind) ? providerOf(model) === kind : answersChat(kind);

/** A credential that a session may not be given, and why. */
export type Unusable = { secretKey: string; why: "credential_missing" | "credential_disabled" };

/** The first of these credentials that a session of the project may not be given any more; null when it may be given all. */
export async function findUnusable(
  tx: TenantTx,
  projectId: string,
  secretKeys: readonly string[],
): Promise<Unusable | null> {
  if (secretKeys.length === 0) return null;
  const known = new Map((await listUsable(tx, projectId)).map((row) => [row.secretKey, row]));
  for (const secretKey of secretKeys) {
    const row = known.get(secretKey);
    if (!row) return { secretKey, why: "credential_missing" };
    if (row.disabled) return { secretKey, why: "credential_disabled" };
  }
  return null;
}
