import { z } from "zod";
import { type AuditEntry, recordAudit } from "#lib/domain/audit/mutations.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { isConfirmed } from "#lib/domain/identity/rules.ts";
import { done, type Outcome, type Refused, refused } from "#lib/domain/outcome.ts";
import { withPlatform, withTenant, withUser } from "#lib/infra/db/transaction.ts";
import { actorOf, type Caller } from "./caller.ts";
import { type Change, change, refusing, repeatOf } from "./change.ts";
import type { At, Open, Place, PlatformCommand, ScopeAt, TenantCommand, UserCommand } from "./command.ts";
import { heldWithin } from "./holder.ts";
import { noteRefusal } from "./mutations.ts";
import {
  allows,
  can,
  type Holder,
  nobody,
  type Permission,
  readingScope,
  type Scope,
  scopeOf,
} from "./permissions.ts";
import { resolveProject, resolveTenant, type TenantScope } from "./scope.ts";

/** One asking: its id, and the key under which asking twice is asking once. */
export type Asking = { requestId: string; key?: string };

type Refusal = Refused & Pick<Change<unknown>, "audit">;

const places = {
  organization: z.strictObject({ org: z.string() }),
  project: z.strictObject({ org: z.string(), project: z.string() }),
};

function parse<Schema extends z.ZodType>(schema: Schema, raw: unknown): Outcome<z.infer<Schema>> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return done(parsed.data);
  const issue = parsed.error.issues[0];
  return refused(issue?.message ?? "invalid", { field: issue?.path.map(String).join(".") });
}

/** Why somebody may not do it: the role is too low, or the key that they came with was not made for it. */
export function denialOf(
  holder: Holder,
  permission: Permission | null,
  reading: Scope = readingScope,
): Refused {
  if (permission && !can({ ...holder, scopes: null }, permission)) return refused("forbidden");
  return refused("scope_missing", { values: { scope: permission ? scopeOf(permission) : reading } });
}

/** Nothing is changed through another's eyes, and that it was tried is written down where they look. */
async function refuseViewing(caller: Caller, action: string, requestId: string): Promise<Refused> {
  await noteRefusal(caller, null, { action, reason: "viewing_only", requestId });
  return refused("viewing_only");
}

/** Refuses somebody at a screen who must sign in again first. Whoever comes with a key has none to be asked at. */
async function stepUpFirst(
  needed: true | undefined | (() => boolean | Promise<boolean>),
  { kind, confirmedAt = null }: Caller,
  note: (refusal: Refusal) => Promise<void>,
): Promise<Refused | null> {
  if (!needed || kind !== "person" || isConfirmed(confirmedAt)) return null;
  if (needed !== true && !(await needed())) return null;
  await note(refused("step_up"));
  return refused("step_up");
}

/**
 * Makes a change in an organization or a project: parses, resolves the place to a scope, authorizes from the database, runs
 * the change with its audit row in one transaction.
 * @param again who it is at this moment, asked after what takes long; null for nobody any more
 */
export async function performTenant<A extends At, Schema extends z.ZodType, T, Prepared>(
  command: TenantCommand<A, Schema, T, Prepared>,
  caller: Caller,
  place: Place,
  raw: unknown,
  { requestId, key }: Asking,
  again: () => Promise<Caller | null>,
): Promise<Outcome<T>> {
  if (caller.viewing) return refuseViewing(caller, command.name, requestId);
  const { name, at, permission, scope: needs, secret, stepUp, prepare, effect, run } = command;
  const may = (holder: Holder) =>
    permission ? can(holder, permission) : allows(holder.scopes, needs ?? readingScope);
  const parsed = parse(command.input, raw);
  if (!parsed.ok) return parsed;
  const input = parsed.value;
  const where = places[at].safeParse(place);
  if (!where.success) return refused("not_found");
  const { org, project } = where.data as Place;

  const entry = (scope: TenantScope): AuditEntry => ({
    action: name,
    outcome: "allowed",
    actor: actorOf(scope.caller),
    requestId,
    organizationId: scope.organizationId,
    projectId: "projectId" in scope ? (scope.projectId as string) : null,
  });
  const note = (scope: TenantScope) => (refusal: Refusal) =>
    noteRefusal(
      scope.caller,
      { ...scope, ...(refusal.audit?.projectId ? { projectId: refusal.audit.projectId } : {}) },
      { ...refusal.audit, action: name, reason: refusal.reason, requestId },
    );
  /** The scope, if whoever it is may do this now. */
  const enter = async (who: Caller | null): Promise<Outcome<ScopeAt<A>>> => {
    const tenant = who && (await resolveTenant(who, org));
    if (!tenant) return refused("not_found");
    const scope =
      project === undefined ? tenant : await withTenant(tenant, (tx) => resolveProject(tx, tenant, project));
    if (!scope) return refused("not_found");
    if (may(scope.holder)) return done(scope as ScopeAt<A>);
    const denial = denialOf(scope.holder, permission, needs);
    await note(scope)(denial);
    return denial;
  };

  let entered = await enter(caller);
  if (!entered.ok) return entered;
  const { value: asking } = entered;
  const needed = typeof stepUp === "function" ? () => stepUp({ scope: asking, input }) : stepUp;
  const late = await stepUpFirst(needed, caller, note(asking));
  if (late) return late;
  let prepared = undefined as Prepared;
  if (prepare) {
    const answer = await prepare({ caller, requestId, scope: entered.value, input });
    if (!answer.ok) {
      if (answer.reason !== "not_found") await note(entered.value)(answer);
      return answer;
    }
    prepared = answer.value;
    entered = await enter(await again());
    if (!entered.ok) return entered;
  }
  if (effect) {
    const { value: scope } = entered;
    await withTenant(scope, (tx) => recordAudit(tx, { ...entry(scope), detail: { stage: "requested" } }));
    const answer = await effect({ caller, requestId, scope, input, prepared });
    if (!answer.ok) {
      await note(scope)(answer);
      return answer;
    }
    entered = await enter(await again());
    if (!entered.ok) return entered;
  }
  const { value: scope } = entered;
  // What uses the network is simply done again, and may carry a secret, of which not even a fingerprint is kept.
  const asked = { place, input };
  const repeat =
    prepare || effect ? null : repeatOf({ actorId: scope.actorId, action: name, key, secret }, asked);
  return refusing(
    () =>
      withTenant({ ...scope, requestId }, (tx) =>
        change(tx, entry(scope), repeat, async () => {
          const held = permission && (await heldWithin(tx, scope));
          if (permission && !held) return refused("not_found");
          if (permission && held && !can(held, permission)) return denialOf(held, permission);
          return run({ caller, requestId, tx, scope, input, prepared });
        }),
      ),
    note(scope),
  );
}

const platform = { organizationId: null };

/** Writes down what was refused in the organization that the change names, else in the platform's log. */
const noteOf =
  (caller: Caller, action: string, requestId: string) =>
  ({ reason, audit: { organizationId = null, ...audit } = {} }: Refusal) =>
    noteRefusal(caller, { organizationId }, { ...audit, action, reason, requestId });

/** Makes a change of a person's own, or one that makes a tenant. */
export async function performUser<Schema extends z.ZodType, T>(
  command: UserCommand<Schema, T>,
  caller: Caller,
  viewer: Viewer,
  raw: unknown,
  { requestId, key }: Asking,
): Promise<Outcome<T>> {
  if (caller.viewing && !command.whileViewing) return refuseViewing(caller, command.name, requestId);
  const parsed = parse(command.input, raw);
  if (!parsed.ok) return parsed;
  const { userId } = viewer;
  const { name: action, secret } = command;
  const repeat = repeatOf({ actorId: userId, action, key, secret }, parsed.value);
  const entry = (organizationId: string | null): AuditEntry => ({
    action: command.name,
    outcome: "allowed",
    actor: actorOf(caller),
    requestId,
    organizationId,
  });
  const note = noteOf(caller, command.name, requestId);
  const late = await stepUpFirst(command.stepUp, caller, note);
  if (late) return late;
  const open: Open<T> = {
    own: (work) => withUser(userId, (tx) => change(tx, entry(null), repeat, () => work(tx))),
    tenant: (organizationId, work) =>
      withTenant({ organizationId, userId, requestId }, (tx) =>
        change(tx, entry(organizationId), repeat, () => work(tx)),
      ),
  };
  return refusing(() => command.run({ caller, viewer, requestId, input: parsed.value, open }), note);
}

/** Makes a change of the platform's own staff. */
export async function performPlatform<Schema extends z.ZodType, T>(
  command: PlatformCommand<Schema, T>,
  caller: Caller,
  raw: unknown,
  { requestId, key }: Asking,
): Promise<Outcome<T>> {
  const { scopes, platformAdmin, actorId } = caller;
  if (!can({ ...nobody, platformAdmin, scopes }, command.permission)) {
    // To who is none of the platform's staff there is no such thing; the platform's log says what they tried.
    await noteRefusal(caller, platform, { action: command.name, reason: "forbidden", requestId });
    return refused("not_found");
  }
  const parsed = parse(command.input, raw);
  if (!parsed.ok) return parsed;
  const input = parsed.value;
  const entry: AuditEntry = { action: command.name, outcome: "allowed", actor: actorOf(caller), requestId };
  const note = noteOf(caller, command.name, requestId);
  const late = await stepUpFirst(command.stepUp, caller, note);
  if (late) return late;
  const { name: action, secret } = command;
  const repeat = repeatOf({ actorId, action, key, secret }, input);
  return refusing(
    () =>
      withPlatform(
        (tx) => change(tx, entry, repeat, () => command.run({ caller, requestId, tx, input })),
        undefined,
        requestId,
      ),
    note,
  );
}
