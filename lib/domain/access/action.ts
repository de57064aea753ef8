import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { z } from "zod";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { type Outcome, refused } from "#lib/domain/outcome.ts";
import { isUnavailable } from "#lib/infra/db/errors.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { clientAddress } from "#lib/infra/http/address.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { isSameOrigin } from "#lib/infra/http/same-origin.ts";
import { log } from "#lib/infra/log/index.ts";
import { type Caller, callerOfViewer } from "./caller.ts";
import type { At, PlaceAt, PlatformCommand, TenantCommand, UserCommand } from "./command.ts";
import { refuseBusy } from "./limits.ts";
import { noteRefusal } from "./mutations.ts";
import { type Asking, performPlatform, performTenant, performUser } from "./perform.ts";
import { currentViewer, viewerNow } from "./viewer.ts";

/** What an action answers to its form: a value, or a sentence and where it belongs. */
export type ActionResult<T> =
  | { ok: true; value: T; requestId: string }
  | { ok: false; reason: string; message: string; field?: string; detail?: unknown; requestId: string };

/** What every action shares around its command: the origin, who is signed in, an answer in words. */
async function answer<T>(
  name: string,
  key: string | undefined,
  work: (caller: Caller, viewer: Viewer, asking: Asking) => Promise<Outcome<T>>,
): Promise<ActionResult<T>> {
  const requestId = newRequestId();
  let outcome: Outcome<T>;
  try {
    const request = await headers();
    const viewer = await currentViewer();
    const caller = viewer && callerOfViewer(viewer, clientAddress(request));
    if (!isSameOrigin(request, webEnv().PORTICO_URL)) {
      outcome = refused("foreign_origin");
      if (caller) await noteRefusal(caller, null, { action: name, reason: "foreign_origin", requestId });
    } else if (!caller) outcome = refused("signed_out");
    else
      outcome =
        (await refuseBusy(viewer.userId, caller.address)) ?? (await work(caller, viewer, { requestId, key }));
  } catch (error) {
    log.error({ err: error, requestId, action: name }, "action failed");
    outcome = refused(isUnavailable(error) ? "unavailable" : "unexpected");
  }
  if (outcome.ok) {
    revalidatePath("/", "layout");
    return { ok: true, value: outcome.value, requestId };
  }
  const { reason, field, detail, values } = outcome;
  const t = await getTranslations("reasons");
  return { ok: false, reason, message: t.has(reason) ? t(reason, values) : reason, field, detail, requestId };
}

/**
 * A command in an organization or one of its projects as a server action. A form that sends a key has its change made once,
 * however often it is sent.
 */
export function tenantAction<A extends At, Schema extends z.ZodType, T, Prepared>(
  command: TenantCommand<A, Schema, T, Prepared>,
) {
  return (place: PlaceAt<A>, raw: z.input<Schema>, key?: string): Promise<ActionResult<T>> =>
    answer(command.name, key, (caller, _viewer, asking) =>
      performTenant(command, caller, place, raw, asking, async () => {
        const viewer = await viewerNow();
        return viewer && callerOfViewer(viewer, caller.address);
      }),
    );
}

/** A command of a person's own as a server action. */
export function userAction<Schema extends z.ZodType, T>(command: UserCommand<Schema, T>) {
  return (raw: z.input<Schema>, key?: string): Promise<ActionResult<T>> =>
    answer(command.name, key, (caller, viewer, asking) => performUser(command, caller, viewer, raw, asking));
}

/** A command of the platform's own staff as a server action. */
export function platformAction<Schema extends z.ZodType, T>(command: PlatformCommand<Schema, T>) {
  return (raw: z.input<Schema>, key?: string): Promise<ActionResult<T>> =>
    answer(command.name, key, (caller, _viewer, asking) => performPlatform(command, caller, raw, asking));
}
