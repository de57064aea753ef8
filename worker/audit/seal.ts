import {
  beginningOf,
  checkPiece,
  hex,
  type Link,
  macOf,
  type SealKey,
  same,
} from "#lib/domain/audit/chain.ts";
import { type PlatformTx, withPlatform } from "#lib/infra/db/transaction.ts";

const PIECE = 10_000n;
const CHAINS = 200;

type Seal = Link & { mac: Uint8Array; prev_mac: Uint8Array; key_id: string };

/** What one look came to: seals that were made, and chains that were found changed. */
export type Sealed = { seals: number; broken: { chain: string; seq: bigint }[] };

/**
 * Seals every chain that has rows beyond its last seal, and computes those rows anew before it signs. A chain that is not as
 * it was written gets no further seal. Two that do it at once do it one after the other.
 *
 * @param skip chains that are known to be broken
 */
export async function sealChains(
  keys: readonly SealKey[],
  skip: ReadonlySet<string> = new Set(),
): Promise<Sealed> {
  const sealed: Sealed = { seals: 0, broken: [] };
  const seen = new Set(skip);
  for (;;) {
    const waiting = await withPlatform(
      (tx) => tx.$queryRaw<{ chain: string }[]>`
        select chain_id::text as chain from audit_chains
        where seq > sealed_seq and not (chain_id = any(${[...seen]}::uuid[])) limit ${CHAINS}`,
    );
    for (const { chain } of waiting) {
      seen.add(chain);
      for (let more = true; more; ) {
        const step = await withPlatform((tx) => sealPiece(tx, chain, keys));
        if (step.brokenAt !== null) sealed.broken.push({ chain, seq: step.brokenAt });
        if (step.sealed) sealed.seals += 1;
        more = step.more;
      }
    }
    if (waiting.length < CHAINS) return sealed;
  }
}

/** Seals the next rows of a chain. `brokenAt` is the place from which on it is not as it was written. */
async function sealPiece(
  tx: PlatformTx,
  chain: string,
  keys: readonly SealKey[],
): Promise<{ sealed: boolean; more: boolean; brokenAt: bigint | null }> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${chain}, 20261122))`;
  const [head] = await tx.$queryRaw<
    Link[]
  >`select seq, hash from audit_chains where chain_id = ${chain}::uuid`;
  const [last] = await tx.$queryRaw<Seal[]>`
    select seq, hash, mac, prev_mac, key_id from audit_seals where chain_id = ${chain}::uuid order by seq desc limit 1`;
  const broken = (brokenAt: bigint) => ({ sealed: false, more: false, brokenAt });
  if (!head || (last && last.seq >= head.seq)) return { sealed: false, more: false, brokenAt: null };
  // The piece is measured from the last seal, so that one has to be ours.
  const signer = last && keys.find(({ id }) => id === last.key_id);
  if (last && (!signer || !same(last.mac, macOf(signer, chain, last, last.prev_mac))))
    return broken(last.seq);
  const from = last ?? beginningOf(chain);
  const upto = from.seq + PIECE < head.seq ? from.seq + PIECE : head.seq;
  const piece = await checkPiece(tx, chain, from, upto);
  const [first] = piece.breaks;
  if (first) return broken(first.seq);
  if (piece.last?.seq !== upto) return broken((piece.last?.seq ?? from.seq) + 1n);
  if (upto === head.seq && !same(piece.last.hash, head.hash)) return broken(upto);
  const [key] = keys;
  if (!key) throw new Error("There is no key to seal with.");
  const before = last?.mac ?? new Uint8Array();
  const mac = macOf(key, chain, piece.last, before);
  await tx.$executeRaw`select portico_seal(${chain}::uuid, ${upto}::bigint, ${piece.last.hash}::bytea, ${before}::bytea, ${mac}::bytea, ${key.id})`;
  return { sealed: true, more: upto < head.seq, brokenAt: null };
}

/** The newest seal of each chain that was sealed after `since`: what a checkpoint says. */
export async function sealedSince(
  since: Date,
): Promise<
  { event: "audit.checkpoint"; chain: string; seq: string; hash: string; mac: string; key: string }[]
> {
  const rows = await withPlatform(
    (tx) => tx.$queryRaw<{ chain: string; seq: bigint; hash: Uint8Array; mac: Uint8Array; key: string }[]>`
      select distinct on (chain_id) chain_id::text as chain, seq, hash, mac, key_id as key from audit_seals
      where sealed_at > ${since} order by chain_id, seq desc`,
  );
  return rows.map(({ chain, seq, hash, mac, key }) => ({
    event: "audit.checkpoint",
    chain,
    seq: String(seq),
    hash: hex(hash),
    mac: hex(mac),
    key,
  }));
}
