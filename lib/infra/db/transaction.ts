import type { Prisma, PrismaClient } from "#generated/client.ts";
import { prisma } from "./client.ts";

declare const brand: unique symbol;
type Branded<T, B extends string> = T & { readonly [brand]: B };

/** A transaction that sees one organization's rows. */
export type TenantTx = Branded<Prisma.TransactionClient, "tenant">;
/** A transaction that sees one person's own rows. */
export type UserTx = Branded<Prisma.TransactionClient, "user">;
/** A transaction that sees every organization's rows. */
export type PlatformTx = Branded<Prisma.TransactionClient, "platform">;
export type AnyTx = TenantTx | UserTx | PlatformTx;

/**
 * What makes a transaction a tenant's: the organization it may see, and who acts, if somebody does: a person, or
 * (`actorId`) the key of a service.
 */
export type TenantKey = {
  readonly organizationId: string;
  readonly userId?: string | null;
  readonly actorId?: string;
  /** Refuses every write. */
  readonly readOnly?: boolean;
  /** Of which request it is: what the transaction asks of the cluster bears it. */
  readonly requestId?: string;
};

type Settings = {
  scope: "tenant" | "user" | "platform";
  organizationId?: string;
  userId?: string;
  readOnly?: boolean;
  requestId?: string;
};

async function within<T>(
  client: PrismaClient,
  settings: Settings,
  work: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return client.$transaction(async (tx) => {
    await tx.$executeRaw`select set_config('app.scope', ${settings.scope}, true),
      set_config('app.organization_id', ${settings.organizationId ?? ""}, true),
      set_config('app.user_id', ${settings.userId ?? ""}, true),
      set_config('app.request_id', ${settings.requestId ?? ""}, true)`;
    if (settings.readOnly) await tx.$executeRaw`set transaction read only`;
    return work(tx);
  });
}

/**
 * The door to an organization's rows: one interactive transaction in which row-level security shows them and no
 * others. No network call belongs inside.
 */
export function withTenant<T>(
  key: TenantKey,
  work: (tx: TenantTx) => Promise<T>,
  client: PrismaClient = prisma(),
): Promise<T> {
  const settings = {
    scope: "tenant",
    organizationId: key.organizationId,
    userId: key.actorId ?? key.userId ?? undefined,
    readOnly: key.readOnly,
    requestId: key.requestId,
  } as const;
  return within(client, settings, (tx) => work(tx as TenantTx));
}

/** The door to a person's own rows (their memberships, login sessions, wizard). */
export function withUser<T>(
  userId: string,
  work: (tx: UserTx) => Promise<T>,
  client: PrismaClient = prisma(),
): Promise<T> {
  return within(client, { scope: "user", userId }, (tx) => work(tx as UserTx));
}

/**
 * The door to every organization's rows, for sign-in (before anybody is known), the worker and the platform's own
 * pages. `scripts/check-structure.ts` lists who may open it.
 */
export function withPlatform<T>(
  work: (tx: PlatformTx) => Promise<T>,
  client: PrismaClient = prisma(),
  requestId?: string,
): Promise<T> {
  return within(client, { scope: "platform", requestId }, (tx) => work(tx as PlatformTx));
}
