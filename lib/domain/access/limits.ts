import { type Refused, refused } from "#lib/domain/outcome.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { networkOf } from "#lib/infra/http/address.ts";
import { type Bucket, take } from "#lib/infra/http/limits.ts";
import type { Caller } from "./caller.ts";
import type { TenantScope } from "./scope.ts";

const limits = () => webEnv().PORTICO_LIMITS;
const aMinute = (key: string, amount: number): Bucket => ({ key, amount, seconds: 60 });
const from = (address: string | null) => `ip:${address ? networkOf(address) : "unknown"}`;

/** Taken of every call of the API, before anything is looked up for it. */
export const addressBucket = (address: string | null) => aMinute(from(address), limits().address);

/** An address that cannot say who it is may try less often. */
export const unknownBucket = (address: string | null) =>
  aMinute(`${from(address)}:unknown`, limits().unknown);

/** Anybody may report a key that they found, without saying who they are. */
export const leakBucket = (address: string | null) => aMinute(`${from(address)}:leaks`, limits().unknown);

export const organizationBucket = (id: string) => aMinute(`org:${id}`, limits().organization);

/** Of whoever calls the API: the key, the person or service, and the organization if the key is for one alone. */
export function callerBuckets({ keyId, userId, actorId, organizationId }: Caller): Bucket[] {
  return [
    ...(keyId ? [aMinute(`key:${keyId}`, limits().key)] : []),
    ...(userId || !keyId ? [aMinute(`usr:${actorId}`, limits().person)] : []),
    ...(organizationId ? [organizationBucket(organizationId)] : []),
  ];
}

/**
 * Of a gateway that asks: about one caller, or, where the key or token opens nothing, from one address. It asks for each request, so
 * more often than a client of the API calls.
 */
export const gatewayBucket = (caller: Caller | null, address: string | null): Bucket =>
  caller
    ? aMinute(`auth:${caller.keyId ?? caller.actorId}`, limits().gateway)
    : aMinute(`${from(address)}:gateway`, limits().address);

/** Of asking the cluster about a token that it has not known for the last minute. */
export const reviewBucket = (address: string | null) => aMinute(`${from(address)}:review`, limits().review);

/** Refuses whoever does more at their screens than a person can: changes, searches, names that are tried, streams. */
export async function refuseBusy(userId: string, address: string | null): Promise<Refused | null> {
  const { screen, screens } = limits();
  const { ok } = await take([
    aMinute(`usr:${userId}:screen`, screen),
    aMinute(`${from(address)}:screen`, screens),
  ]);
  return ok ? null : refused("rate_limited");
}

/** Refuses an address that signs in, or tries to, more often than people of one network do. */
export async function refuseSignIns(address: string | null): Promise<Refused | null> {
  const { ok } = await take([aMinute(`${from(address)}:sign-in`, limits().signIn)]);
  return ok ? null : refused("rate_limited");
}

type Sender = Pick<TenantScope, "organizationId" | "userId" | "actorId"> & {
  caller: Pick<Caller, "keyId">;
};

/**
 * Refuses what would have an organization, or a person in all of theirs, send more invitations by e-mail than it may in a
 * day. What a service sends counts for whoever made it. A change that is refused later costs nothing.
 */
export async function refuseMails(
  tx: TenantTx,
  { organizationId, userId, actorId, caller: { keyId } }: Sender,
  count: number,
): Promise<Refused | null> {
  const most = limits().mails;
  const over = refused("mails_most", { values: { most } });
  const createdAt = { gt: new Date(Date.now() - 86_400_000) };
  const sent = await tx.email.count({ where: { organizationId, template: "invitation", createdAt } });
  if (sent + count > most) return over;
  const person = userId ?? (keyId && (await makerOf(tx, keyId))) ?? actorId;
  const bucket = { key: `usr:${person}:mails`, amount: most, seconds: 86_400, calls: count };
  return (await take([bucket], undefined, tx)).ok ? null : over;
}

/** The person behind a service's key, which another service may have made; null for none that is known. */
async function makerOf(tx: TenantTx, keyId: string): Promise<string | null> {
  const [maker] = await tx.$queryRaw<{ id: string }[]>`
    with recursive line as (
      select parent_id, created_by from keys where id = ${keyId}::uuid
      union all select t.parent_id, t.created_by from keys t join line on t.id = line.parent_id)
    select created_by as id from line where created_by is not null limit 1`;
  return maker?.id ?? null;
}

/** Refuses a person who makes organizations by the dozen. */
export async function refuseFounder(userId: string): Promise<Refused | null> {
  const bucket = { key: `usr:${userId}:organizations`, amount: limits().organizations, seconds: 86_400 };
  return (await take([bucket])).ok ? null : refused("rate_limited");
}
