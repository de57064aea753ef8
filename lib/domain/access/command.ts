import type { z } from "zod";
import type { Viewer } from "#lib/domain/identity/data.ts";
import type { Outcome } from "#lib/domain/outcome.ts";
import type { PlatformTx, TenantTx, UserTx } from "#lib/infra/db/transaction.ts";
import type { Caller } from "./caller.ts";
import type { Change } from "./change.ts";
import type { OrganizationPermission, PlatformPermission, ProjectPermission, Scope } from "./permissions.ts";
import type { ProjectScope, TenantScope } from "./scope.ts";

/** Handed to every change: who asks for it, and under which request id. */
export type Context = { caller: Caller; requestId: string };

/** Where a tenant command acts. */
export type Place = { org: string; project?: string };
export type At = "organization" | "project";
export type ScopeAt<A extends At> = A extends "project" ? ProjectScope : TenantScope;
export type PlaceAt<A extends At> = A extends "project" ? { org: string; project: string } : { org: string };

type Common<Schema extends z.ZodType, StepUp = true> = {
  /** Also the audit event. */
  name: string;
  input: Schema;
  /** Its answer holds a secret, which is in no table: the same request again is told that it was shown (`secret_shown`). */
  secret?: true;
  /**
   * Somebody at a screen must have signed in a few minutes ago (`step_up`): an unlocked browser alone is not enough. Whoever
   * comes with a key has no screen to be asked at, and needs the scope. In a tenant it may depend on what is asked for.
   */
  stepUp?: StepUp;
};

/**
 * A change in an organization or one of its projects, defined once for the screens and the REST API. `run` makes it, with
 * its audit row, in one transaction.
 *
 * For what the network must do there are two more steps. `prepare` looks (tests a key) before the transaction. `effect`
 * changes something outside the database and may be repeated without harm: who acts is asked again first, and that it
 * was asked for stands in the audit log before it happens. After either, who acts is asked once more for `run`.
 */
export type TenantCommand<A extends At, Schema extends z.ZodType, T, Prepared = undefined> = Common<
  Schema,
  true | ((asked: { scope: ScopeAt<A>; input: z.infer<Schema> }) => boolean | Promise<boolean>)
> & {
  at: A;
  /** Null for whoever belongs there: `run` then asks for each thing what the caller holds at that moment. */
  permission: OrganizationPermission | ProjectPermission | null;
  /** What a key needs for a change that has no permission to go by. */
  scope?: Scope;
  prepare?: (context: Context & { scope: ScopeAt<A>; input: z.infer<Schema> }) => Promise<Outcome<Prepared>>;
  effect?: (
    context: Context & { scope: ScopeAt<A>; input: z.infer<Schema>; prepared: Prepared },
  ) => Promise<Outcome>;
  run: (
    context: Context & { tx: TenantTx; scope: ScopeAt<A>; input: z.infer<Schema>; prepared: Prepared },
  ) => Promise<Change<T>>;
};

/** A change that a person makes for themselves, or one that makes a tenant: `run` opens the door it needs. */
export type UserCommand<Schema extends z.ZodType, T> = Common<Schema> & {
  /** Also for who looks through another's eyes: to stop doing so. */
  whileViewing?: boolean;
  run: (context: Context & { viewer: Viewer; input: z.infer<Schema>; open: Open<T> }) => Promise<Outcome<T>>;
};

export type Open<T> = {
  own(work: (tx: UserTx) => Promise<Change<T>>): Promise<Outcome<T>>;
  /** For an organization that is being made, or one that is being joined. */
  tenant(organizationId: string, work: (tx: TenantTx) => Promise<Change<T>>): Promise<Outcome<T>>;
};

/** A change of the platform's own staff. To everybody else there is no such thing. */
export type PlatformCommand<Schema extends z.ZodType, T> = Common<Schema> & {
  permission: PlatformPermission;
  run: (context: Context & { tx: PlatformTx; input: z.infer<Schema> }) => Promise<Change<T>>;
};

/** Defines a command; the types follow from what is given. */
export const tenantCommand = <A extends At, Schema extends z.ZodType, T, Prepared = undefined>(
  command: TenantCommand<A, Schema, T, Prepared>,
) => command;
export const userCommand = <Schema extends z.ZodType, T>(command: UserCommand<Schema, T>) => command;
export const platformCommand = <Schema extends z.ZodType, T>(command: PlatformCommand<Schema, T>) => command;
