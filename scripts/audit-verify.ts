import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { z } from "zod";
import { platformChain } from "#lib/domain/audit/chain.ts";
import { type Checkpoint, checkpoint } from "#lib/domain/audit/schema.ts";
import { type ChainReport, listChains, verifyChain } from "#lib/domain/audit/verify.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { auditKeys } from "#lib/infra/env/index.ts";
import { parseEnv } from "#lib/infra/env/parse.ts";

/**
 * Computes the audit log anew and says where it is not as it was written. Ends with 0 when all of it is, 1 when something is
 * not, 2 when it could not look.
 *
 *   portico audit verify [--organization SLUG] [--checkpoints FILE]
 */
const print = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { organization: { type: "string" }, checkpoints: { type: "string" } },
  });
  const { PORTICO_AUDIT_KEYS: keys } = parseEnv(
    z.object({ PORTICO_DATABASE_URL: z.url(), PORTICO_AUDIT_KEYS: auditKeys }),
  );
  const kept = values.checkpoints ? await readCheckpoints(values.checkpoints) : [];
  const chains = await chainsOf(values.organization, kept);
  const names = await namesOf(chains);
  const reports: ChainReport[] = [];
  for (const chain of chains) {
    const own = kept.filter((line) => line.chain === chain);
    const report = await verifyChain(withPlatform, chain, keys, own);
    reports.push(report);
    for (const { says } of report.faults) print(`${names.get(chain) ?? chain}: ${says}`);
    if (values.organization && report.expired > 0)
      print(`${names.get(chain) ?? chain}: rows 1 to ${report.expired} went by retention.`);
  }
  const sum = (of: "rows" | "unsealed") => reports.reduce((total, report) => total + report[of], 0);
  const broken = reports.filter(({ faults }) => faults.length > 0).length;
  print(
    `${sum("rows")} rows in ${reports.length} chains, ${sum("unsealed")} not sealed yet, ${kept.length} checkpoints: ${
      broken === 0 ? "all as it was written" : `${broken} chains are not as they were written`
    }.`,
  );
  return broken === 0 ? 0 : 1;
}

/** The checkpoints among the lines of a log; whatever else a line is, it is passed over. */
async function readCheckpoints(file: string): Promise<Checkpoint[]> {
  const found: Checkpoint[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (!line.includes("audit.checkpoint")) continue;
    try {
      found.push(checkpoint.parse(JSON.parse(line.slice(line.indexOf("{")))));
    } catch {
      print(`Not a checkpoint, passed over: ${line.slice(0, 100)}`);
    }
  }
  return found;
}

/** The chains to look at; those of which there is only a checkpoint too. */
async function chainsOf(slug: string | undefined, kept: Checkpoint[]): Promise<string[]> {
  if (slug === undefined)
    return [...new Set([...(await listChains(withPlatform)), ...kept.map(({ chain }) => chain)])];
  const organization = await withPlatform((tx) =>
    tx.organization.findUnique({ where: { slug }, select: { id: true } }),
  );
  if (!organization) throw new Error(`There is no organization ${slug}.`);
  return [organization.id];
}

async function namesOf(chains: string[]): Promise<Map<string, string>> {
  const rows = await withPlatform((tx) =>
    tx.organization.findMany({ where: { id: { in: chains } }, select: { id: true, slug: true } }),
  );
  return new Map([[platformChain, "the platform"], ...rows.map(({ id, slug }) => [id, slug] as const)]);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
}
if (process.env.PORTICO_DATABASE_URL) await prisma().$disconnect();
