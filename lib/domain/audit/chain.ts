import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { Prisma } from "#generated/client.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";

/** The chain of what belongs to no organization: sign-in, the platform's own changes. */
export const platformChain = "00000000-0000-0000-0000-000000000000";

/** A place in a chain and the hash there; the chain's beginning is place 0. */
export type Link = { seq: bigint; hash: Uint8Array };

/** A key that seals, of which the database knows nothing. */
export type SealKey = { id: string; secret: string };

/** Where a chain begins that has lost nothing. */
export const beginningOf = (chain: string): Link => ({
  seq: 0n,
  hash: createHash("sha256").update(chain).digest(),
});

/** What a seal says: this chain had this hash at this place, and the seal before was that one. 32 bytes. */
export function macOf(key: SealKey, chain: string, { seq, hash }: Link, previous: Uint8Array): Buffer {
  const text = ["portico-audit-seal-1", chain, String(seq), hex(hash), hex(previous)].join("\n");
  return createHmac("sha256", key.secret).update(text).digest();
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** Compares in a time that does not tell where they differ. */
export const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** Which rows are a chain's, for `where`. */
export const rowsOf = (chain: string): Prisma.Sql =>
  chain === platformChain
    ? Prisma.sql`e.organization_id is null`
    : Prisma.sql`e.organization_id = ${chain}::uuid`;

/** A row that does not follow from the one before it. `before` is the place of that one. */
export type Break = { seq: bigint; before: bigint; id: string; follows: boolean };

/** What a piece of a chain is: how many rows, where it ends (null for no row), and the first breaks in it. */
export type Piece = { rows: number; last: Link | null; breaks: Break[] };

const MOST_BREAKS = 20;

/**
 * Computes the hashes of the rows after `from`, up to and with `upto`, anew from what the rows say. Each is compared on the
 * stored hash before it, so the pieces of a chain may be looked at in any order. The text of a row is written out here from
 * built-in functions: the database's own function could have been replaced by whoever changed the rows.
 */
export async function checkPiece(tx: PlatformTx, chain: string, from: Link, upto: bigint): Promise<Piece> {
  const [found] = await tx.$queryRaw<
    { rows: number; seq: bigint | null; hash: Uint8Array; breaks: object }[]
  >`
    with piece as materialized (
      select e.seq, e.id, e.hash, lag(e.seq, 1, ${from.seq}::bigint) over w as before,
        e.hash = pg_catalog.sha256(lag(e.hash, 1, ${from.hash}::bytea) over w || pg_catalog.convert_to(pg_catalog.jsonb_build_array(e.seq,
          pg_catalog.to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'), e.id, e.organization_id, e.project_id, e.actor_kind,
          e.actor_user_id, e.actor_name, e.actor_key_id, e.as_user_id, e.via, e.address, e.action, e.outcome, e.target_kind, e.target_id,
          e.target_name, e.reason, e.detail, e.request_id)::text, 'UTF8')) as right
      from audit_events e where ${rowsOf(chain)} and e.seq > ${from.seq}::bigint and e.seq <= ${upto}::bigint
      window w as (order by e.seq))
    select (select count(*)::int from piece) as rows, l.seq, l.hash, coalesce((
        select jsonb_agg(jsonb_build_object('seq', b.seq::text, 'before', b.before::text, 'id', b.id, 'right', b.right) order by b.seq)
        from (select * from piece where not piece.right or piece.seq <> piece.before + 1 order by seq limit ${MOST_BREAKS}) b), '[]') as breaks
    from (select 1) one left join (select seq, hash from piece order by seq desc limit 1) l on true`;
  if (!found) throw new Error("A query without a condition answered no row.");
  const breaks = found.breaks as { seq: string; before: string; id: string; right: boolean }[];
  return {
    rows: found.rows,
    last: found.seq === null ? null : { seq: found.seq, hash: found.hash },
    breaks: breaks.map(({ seq, before, id }) => ({
      seq: BigInt(seq),
      before: BigInt(before),
      id,
      follows: BigInt(seq) === BigInt(before) + 1n,
    })),
  };
}
