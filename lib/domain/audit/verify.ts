import type { PlatformTx } from "#lib/infra/db/transaction.ts";
import {
  beginningOf,
  checkPiece,
  hex,
  type Link,
  macOf,
  platformChain,
  rowsOf,
  type SealKey,
  same,
} from "./chain.ts";
import type { Checkpoint } from "./schema.ts";

/** Something in a chain that is not as it was written. A sentence that says where. */
export type Fault = { chain: string; says: string };

/** What was found in one chain: its rows, those no seal covers yet, how many went by retention, and what is wrong. */
export type ChainReport = { chain: string; rows: number; unsealed: number; expired: number; faults: Fault[] };

/** Opens a transaction that sees every chain, from where that may be opened. */
export type Open = <T>(work: (tx: PlatformTx) => Promise<T>) => Promise<T>;

const PIECE = 20_000n;
const MOST_FAULTS = 20;

type Head = {
  seq: bigint;
  hash: Uint8Array;
  base_seq: bigint;
  base_hash: Uint8Array | null;
  newest: bigint | null;
};
type SealRow = {
  seq: bigint;
  hash: Uint8Array;
  prev_mac: Uint8Array;
  mac: Uint8Array;
  key_id: string;
  row_hash: Uint8Array | null;
};

/** Every chain there is, with or without a head, in an order that does not change. */
export const listChains = (open: Open): Promise<string[]> =>
  open(async (tx) => {
    const rows = await tx.$queryRaw<{ chain: string }[]>`
      select chain_id::text as chain from audit_chains union select chain_id::text from audit_seals
      union select coalesce(organization_id::text, ${platformChain}) from audit_events order by chain`;
    return rows.map(({ chain }) => chain);
  });

/**
 * Looks at one chain, from its beginning to the head it has now: each row's hash, its head, each seal, and the checkpoints
 * that were kept elsewhere. Reads only; rows that are added meanwhile are left to the next time, and a beginning that goes
 * meanwhile, by retention, makes it look again.
 */
export async function verifyChain(
  open: Open,
  chain: string,
  keys: readonly SealKey[],
  checkpoints: readonly Checkpoint[] = [],
): Promise<ChainReport> {
  for (;;) {
    const report = await look(open, chain, keys, checkpoints);
    if (report.faults.length === 0) return report;
    const head = await readHead(open, chain);
    if (head === null || Number(head.base_seq) === report.expired) return report;
  }
}

const readHead = (open: Open, chain: string): Promise<Head | null> =>
  open(async (tx) => {
    const [head] = await tx.$queryRaw<Head[]>`
      select seq, hash, base_seq, base_hash, (select max(e.seq) from audit_events e where ${rowsOf(chain)}) as newest
      from audit_chains where chain_id = ${chain}::uuid`;
    return head ?? null;
  });

async function look(
  open: Open,
  chain: string,
  keys: readonly SealKey[],
  checkpoints: readonly Checkpoint[],
): Promise<ChainReport> {
  const faults: Fault[] = [];
  const fault = (says: string) => {
    if (faults.length < MOST_FAULTS) faults.push({ chain, says });
  };
  const head = await readHead(open, chain);
  if (!head) {
    fault("The head of the chain is gone.");
    return { chain, rows: 0, unsealed: 0, expired: 0, faults };
  }
  const base: Link =
    head.base_seq > 0n
      ? { seq: head.base_seq, hash: head.base_hash ?? new Uint8Array() }
      : beginningOf(chain);
  const rows = await verifyRows(open, chain, base, head, fault);
  const sealed = await verifySeals(open, chain, base, keys, checkpoints, fault);
  // What was sealed while this looked may lie beyond the head that it saw.
  const unsealed = Math.max(0, Number(head.seq - sealed));
  return { chain, rows, unsealed, expired: Number(base.seq), faults };
}

type Say = (says: string) => void;

async function verifyRows(open: Open, chain: string, base: Link, head: Head, fault: Say): Promise<number> {
  let rows = 0;
  let link = base;
  for (let seq = base.seq; seq < head.seq; seq += PIECE) {
    const upto = seq + PIECE < head.seq ? seq + PIECE : head.seq;
    const from = link;
    const piece = await open((tx) => checkPiece(tx, chain, from, upto));
    for (const { seq: at, before, id, follows } of piece.breaks)
      fault(
        follows
          ? `Row ${at} (${id}) does not follow from row ${before}: one of the two was changed.`
          : at - before > 1n
            ? `${range(before + 1n, at - 1n)} missing.`
            : `There is more than one row ${at} (${id}).`,
      );
    rows += piece.rows;
    link = piece.last ?? link;
  }
  if (link.seq < head.seq) fault(`${range(link.seq + 1n, head.seq)} missing at the end.`);
  else if (!same(link.hash, head.hash))
    fault(`The head does not have the hash of row ${link.seq}: one of the two was changed.`);
  if ((head.newest ?? 0n) > head.seq) fault(`${range(head.seq + 1n, head.newest ?? 0n)} beyond the head.`);
  return rows;
}

const range = (first: bigint, last: bigint) =>
  first === last ? `Row ${first} is` : `Rows ${first} to ${last} are`;

/** Looks at each seal and each checkpoint; answers the place up to which the chain is sealed. */
async function verifySeals(
  open: Open,
  chain: string,
  base: Link,
  keys: readonly SealKey[],
  checkpoints: readonly Checkpoint[],
  fault: Say,
): Promise<bigint> {
  const known = new Map(keys.map((key) => [key.id, key]));
  const awaited = new Map(checkpoints.map((checkpoint) => [BigInt(checkpoint.seq), checkpoint]));
  let before: { seq: bigint; mac: Uint8Array } | null = null;
  for (let more = true; more; ) {
    const after: bigint = before?.seq ?? -1n;
    const seals: SealRow[] = await open(
      (tx) => tx.$queryRaw<SealRow[]>`
        select s.seq, s.hash, s.prev_mac, s.mac, s.key_id, e.hash as row_hash from audit_seals s
        left join audit_events e on ${rowsOf(chain)} and e.seq = s.seq
        where s.chain_id = ${chain}::uuid and s.seq > ${after}::bigint order by s.seq limit ${Number(PIECE)}`,
    );
    for (const seal of seals) {
      const { seq } = seal;
      const key = known.get(seal.key_id);
      if (!key) fault(`The seal at row ${seq} names the key “${seal.key_id}”, which is not given.`);
      else if (!same(seal.mac, macOf(key, chain, seal, seal.prev_mac)))
        fault(`The seal at row ${seq} is not genuine.`);
      if (before ? !same(seal.prev_mac, before.mac) : base.seq === 0n && seal.prev_mac.length > 0)
        fault(`A seal before row ${seq} is missing.`);
      if (!before && base.seq > 0n && seq !== base.seq)
        fault(`The seal at row ${base.seq}, where the chain begins, is missing.`);
      const hash = seq === base.seq ? base.hash : seal.row_hash;
      if (!hash || !same(hash, seal.hash))
        fault(`Row ${seq} is not the one that was sealed: it, or a row before it, was changed or removed.`);
      const checkpoint = awaited.get(seq);
      if (checkpoint && (checkpoint.hash !== hex(seal.hash) || checkpoint.mac !== hex(seal.mac)))
        fault(`The seal at row ${seq} is not the one of the checkpoint.`);
      awaited.delete(seq);
      before = { seq, mac: seal.mac };
    }
    more = seals.length === Number(PIECE);
  }
  for (const seq of awaited.keys())
    if (seq >= base.seq) fault(`The seal at row ${seq}, of which there is a checkpoint, is missing.`);
  if (!before && base.seq > 0n) fault(`The seal at row ${base.seq}, where the chain begins, is missing.`);
  return before?.seq ?? 0n;
}
