import type { CredentialRow } from "#lib/domain/credentials/data.ts";

/** What the actions of a credential need of it, in the browser. */
export type MenuRow = Pick<
  CredentialRow,
  | "id"
  | "kind"
  | "name"
  | "settings"
  | "fingerprint"
  | "lastFour"
  | "source"
  | "testable"
  | "testing"
  | "sessions"
  | "running"
> & {
  disabled: boolean;
  expiresAt: string | null;
  seenOutside: string | null;
};

export const menuRow = (row: CredentialRow): MenuRow => {
  const { id, kind, name, settings, fingerprint, lastFour, source, testable, testing, sessions, running } =
    row;
  return {
    ...{ id, kind, name, settings, fingerprint, lastFour, source, testable, testing, sessions, running },
    disabled: row.disabledAt !== null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    seenOutside: row.outside?.at?.toISOString() ?? null,
  };
};
