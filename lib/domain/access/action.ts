import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { type AuditEntry, recordAudit } from "#lib/domain/audit/mutations.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { done, type Outcome, type Refused, refused } from "#lib/domain/outcome.ts";
import { isUnavailable } from "#lib/infra/db/errors.ts";
import {
  type PlatformTx,
  type TenantTx,
  type UserTx,
  withPlatform,
  withTenant,
  withUser,
} from "#lib/infra/db/transaction.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { isSameOrigin } from "#lib/infra/http/same-origin.ts";
import { log } from "#lib/infra/log/index.ts";
import { type Change, change, personOf, refusing, repeatOf } from "./change.ts";
import { can, type Permission, type PlatformPermission } from "./permissions.ts";
import { type ProjectScope, resolveProject, resolveTenant, type TenantScope } from "./scope.ts";
import { currentViewer, viewerNow } from "./viewer.ts";

/** What an action answers to its form: a value, or a sentence and where it belongs. */
export type ActionResult<T> =
  | { ok: true; value: T; requestId: string }
  | { ok: false; reason: string; message: string; field?: string; detail?: unknown; requestId: string };

/** Where a tenant action acts. */
export type Place = { org: string; project?: string };

/** Handed to every mutation: who acts, and under which request id. */
export type Context = { viewer: Viewer; requestId: string };

type Common<Schema extends z.ZodType> = {
  /** Also the audit event. */
  name: string;
  input: Schema;
};

/** The steps that every action shares, around the transaction that differs. */
async function perform<Schema extends z.ZodType, T>(
  definition: Common<Schema>,
  raw: unknown,
  work: (context: Context & { input: z.infer<Schema> }) => Promise<Outcome<T>>,
): Promise<ActionResult<T>> {
  const requestId = newRequestId();
  let outcome: Outcome<T>;
  try {
    outcome = await attempt(definition, raw, requestId, work);
  } catch (error) {
    log.error({ err: error, requestId, action: definition.name }, "action failed");
    outcome = refused(isUnavailable(error) ? "unavailable" : "unexpected");
  }
  if (outcome.ok) {
    revalidatePath("/", "layout");
    return { ok: true, value: outcome.value, requestId };
  }
  const t = await getTranslations("reasons");
  const message = t.has(outcome.reason) ? t(outcome.reason, outcome.values) : outcome.reason;
  return {
    ok: false,
    reason: outcome.reason,
    message,
    field: outcome.field,
    detail: outcome.detail,
    requestId,
  };
}

async function attempt<Schema extends z.ZodType, T>(
  definition: Common<Schema>,
  raw: unknown,
  requestId: string,
  work: (context: Context & { input: z.infer<Schema> }) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  if (!isSameOrigin(await headers(), webEnv().PORTICO_URL)) return refused("foreign_origin");
  const viewer = await currentViewer();
  if (!viewer) return refused("signed_out");
  const parsed = definition.input.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return refused(issue?.message ?? "invalid", { field: issue?.path.map(String).join(".") });
  }
  return work({ viewer, requestId, input: parsed.data });
}

type ScopeOf<P extends Place> = P extends { project: string } ? ProjectScope : TenantScope;

const places = {
  organization: z.strictObject({ org: z.string() }),
  project: z.strictObject({ org: z.string(), project: z.string() }),
};

/**
 * An action in an organization or one of its projects. Authenticates, checks the origin, parses, resolves the place
 * to a scope, authorizes from the database, runs the change with its audit row in one transaction, answers.
 * A form that sends a key has its change made once, however often it is sent.
 *
 * For what the network must do there are two more steps. `prepare` looks (tests a key) before the transaction. `effect`
 * changes something outside the database and may be repeated without harm: who acts is asked again first, and that it
 * was asked for stands in the audit log before it happens. After either, who acts is asked once more for `run`.
 */
export function tenantAction<P extends Place, Schema extends z.ZodType, T, Prepared = undefined>(
  definition: Common<Schema> & {
    at: P extends { project: string } ? "project" : "organization";
    permission: Permission;
    prepare?: (
      context: Context & { scope: ScopeOf<P>; input: z.infer<Schema> },
    ) => Promise<Outcome<Prepared>>;
    effect?: (
      context: Context & { scope: ScopeOf<P>; input: z.infer<Schema>; prepared: Prepared },
    ) => Promise<Outcome>;
    run: (
      context: Context & { tx: TenantTx; scope: ScopeOf<P>; input: z.infer<Schema>; prepared: Prepared },
    ) => Promise<Change<T>>;
  },
) {
  const { name, at, permission, prepare, effect, run } = definition;
  return (place: P, raw: z.input<Schema>, key?: string): Promise<ActionResult<T>> =>
    perform(definition, raw, async ({ viewer, requestId, input }) => {
      const where = places[at].safeParse(place);
      if (!where.success) return refused("not_found");
      const { org, project } = where.data as Place;

      const entry = (scope: TenantScope | ProjectScope): AuditEntry => ({
        action: name,
        outcome: "allowed",
        actor: personOf(viewer),
        requestId,
        organizationId: scope.organizationId,
        projectId: "projectId" in scope ? scope.projectId : null,
      });
      const note = (scope: TenantScope | ProjectScope) => (refusal: Refused & Pick<Change<T>, "audit">) =>
        withTenant(scope, (tx) =>
          recordAudit(tx, { ...entry(scope), ...refusal.audit, outcome: "refused", reason: refusal.reason }),
        );
      /** The scope, if whoever it is may do this now. */
      const enter = async (who: Viewer | null): Promise<Outcome<ScopeOf<P>>> => {
        const tenant = who && (await resolveTenant(who, org));
        if (!tenant) return refused("not_found");
        const scope =
          project === undefined
            ? tenant
            : await withTenant(tenant, (tx) => resolveProject(tx, tenant, project));
        if (!scope) return refused("not_found");
        if (can(scope.holder, permission)) return done(scope as ScopeOf<P>);
        await note(scope)(refused("forbidden"));
        return refused("forbidden");
      };

      let entered = await enter(viewer);
      if (!entered.ok) return entered;
      let prepared = undefined as Prepared;
      if (prepare) {
        const answer = await prepare({ viewer, requestId, scope: entered.value, input });
        if (!answer.ok) {
          await note(entered.value)(answer);
          return answer;
        }
        prepared = answer.value;
        entered = await enter(await viewerNow());
        if (!entered.ok) return entered;
      }
      if (effect) {
        const { value: scope } = entered;
        await withTenant(scope, (tx) => recordAudit(tx, { ...entry(scope), detail: { stage: "requested" } }));
        const answer = await effect({ viewer, requestId, scope, input, prepared });
        if (!answer.ok) {
          await note(scope)(answer);
          return answer;
        }
        entered = await enter(await viewerNow());
        if (!entered.ok) return entered;
      }
      const { value: scope } = entered;
      // What uses the network may be repeated, and may carry a secret; the key is for changes that may not.
      const repeat = prepare || effect ? null : repeatOf(viewer, name, key, { place, input });
      return refusing(
        () =>
          withTenant(scope, (tx) =>
            change(tx, entry(scope), repeat, () => run({ viewer, requestId, tx, scope, input, prepared })),
          ),
        note(scope),
      );
    });
}

/**
 * An action of a person for themselves, or one that makes a tenant: `run` opens the door it needs through `open`,
 * which keeps the audit row and the idempotency key in that transaction.
 */
export function userAction<Schema extends z.ZodType, T>(
  definition: Common<Schema> & {
    run: (context: Context & { input: z.infer<Schema>; open: Open<T> }) => Promise<Outcome<T>>;
  },
) {
  return (raw: z.input<Schema>, key?: string): Promise<ActionResult<T>> =>
    perform(definition, raw, ({ viewer, requestId, input }) => {
      const repeat = repeatOf(viewer, definition.name, key, input);
      const entry = (organizationId: string | null): AuditEntry => ({
        action: definition.name,
        outcome: "allowed",
        actor: personOf(viewer),
        requestId,
        organizationId,
      });
      const note = (refusal: Refused & Pick<Change<T>, "audit">) =>
        withUser(viewer.userId, (tx) =>
          recordAudit(tx, { ...entry(null), ...refusal.audit, outcome: "refused", reason: refusal.reason }),
        );
      const open: Open<T> = {
        own: (work) => withUser(viewer.userId, (tx) => change(tx, entry(null), repeat, () => work(tx))),
        tenant: (organizationId, work) =>
          withTenant({ organizationId, userId: viewer.userId }, (tx) =>
            change(tx, entry(organizationId), repeat, () => work(tx)),
          ),
      };
      return refusing(() => definition.run({ viewer, requestId, input, open }), note);
    });
}

export type Open<T> = {
  own(work: (tx: UserTx) => Promise<Change<T>>): Promise<Outcome<T>>;
  /** For an organization that is being made, or one whose invitation is being accepted. */
  tenant(organizationId: string, work: (tx: TenantTx) => Promise<Change<T>>): Promise<Outcome<T>>;
};

/** An action of the platform's own staff. Everybody else gets the answer of a thing that does not exist. */
export function platformAction<Schema extends z.ZodType, T>(
  definition: Common<Schema> & {
    permission: PlatformPermission;
    run: (context: Context & { tx: PlatformTx; input: z.infer<Schema> }) => Promise<Change<T>>;
  },
) {
  return (raw: z.input<Schema>, key?: string): Promise<ActionResult<T>> =>
    perform(definition, raw, ({ viewer, requestId, input }) => {
      const holder = { organizationRole: null, projectRole: null, platformAdmin: viewer.platformAdmin };
      if (!can(holder, definition.permission)) return Promise.resolve(refused("not_found"));
      const entry: AuditEntry = {
        action: definition.name,
        outcome: "allowed",
        actor: personOf(viewer),
        requestId,
      };
      return refusing(
        () =>
          withPlatform((tx) =>
            change(tx, entry, repeatOf(viewer, definition.name, key, input), () =>
              definition.run({ viewer, requestId, tx, input }),
            ),
          ),
        (refusal: Refused & Pick<Change<T>, "audit">) =>
          withPlatform((tx) =>
            recordAudit(tx, { ...entry, ...refusal.audit, outcome: "refused", reason: refusal.reason }),
          ),
      );
    });
}
