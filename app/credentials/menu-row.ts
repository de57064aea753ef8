import type { CredentialRow } from "#lib/domain/credentials/data.ts";
import type { Bound } from "#lib/domain/sharing/data.ts";

/** The Secret that holds the values, for people who look there. */
export type Ref = { name: string; namespace: string };

/** What the actions of a credential need of it, in the browser. */
export type MenuRow = Pick<
  CredentialRow,
  | "id"
  | "version"
  | "kind"
  | "name"
  | "settings"
  | "lastFour"
  | "source"
  | "external"
  | "testable"
  | "testing"
  | "sessions"
  | "running"
  | "waiting"
> & {
  disabled: boolean;
  expiresAt: string | null;
  seenOutside: string | null;
  /** Of the organization's: the projects that have it, some of them by name. */
  projects: Bound | null;
};

export const menuRow = (row: CredentialRow, projects: Bound | null = null): MenuRow => {
  const { id, version, kind, name, settings, lastFour, source, testable, testing, sessions } = row;
  const { external, running, waiting } = row;
  return {
    ...{ id, version, kind, name, settings, lastFour, source, testable, testing, sessions },
    ...{ external, running, waiting },
    disabled: row.disabledAt !== null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    projects,
    seenOutside: row.outside?.at?.toISOString() ?? null,
  };
};
