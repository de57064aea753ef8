import { holderNow, serviceNow } from "#lib/domain/access/holder.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { platformChain } from "#lib/domain/audit/chain.ts";
import { recordAudit } from "#lib/domain/audit/mutations.ts";
import { readAudit, readOrganization } from "#lib/domain/exports/data.ts";
import { KEPT_DAYS, linesAsText, PART_BYTES } from "#lib/domain/exports/rules.ts";
import type { ExportFormat } from "#lib/domain/exports/schema.ts";
import { type TenantTx, withTenant } from "#lib/infra/db/transaction.ts";

type Key = { organizationId: string; exportId: string };

/** No project: what counts is what somebody holds in the organization. */
const nowhere = { projectId: platformChain };

/**
 * Writes the file of an export, part by part. Before each step whoever asked is asked for again: with the right goes the
 * file. Idempotent: one that was cut off begins anew.
 */
export async function runExport({ organizationId, exportId }: Key): Promise<void> {
  const within = <T>(work: (tx: TenantTx) => Promise<T>) => withTenant({ organizationId }, work);
  const asked = await within(async (tx) => {
    await tx.exportChunk.deleteMany({ where: { exportId } });
    const begun = await tx.export.updateMany({
      where: { id: exportId, state: { in: ["queued", "running"] } },
      data: { state: "running", rows: 0, bytes: 0, message: null },
    });
    return begun.count === 1 ? tx.export.findUnique({ where: { id: exportId } }) : null;
  });
  if (!asked) return;
  const read =
    asked.kind === "audit" ? readAudit(organizationId, asked.filter) : readOrganization(organizationId);
  let [text, rows, bytes, position, first] = ["", 0, 0n, 0, true];
  let cursor: string | null = null;
  for (let more = true; more; ) {
    more = await within(async (tx) => {
      if (!(await mayHave(tx, organizationId, asked.kind, asked.createdBy))) {
        await giveUp(tx, { organizationId, exportId }, asked.requestId);
        return false;
      }
      const step = await read(tx, cursor);
      text += linesAsText(asked.format as ExportFormat, step.lines, first);
      first &&= step.lines.length === 0;
      rows += step.lines.length;
      cursor = step.cursor;
      if (text.length > 0 && (cursor === null || text.length >= PART_BYTES)) {
        const content = Buffer.from(text, "utf8");
        await tx.exportChunk.create({ data: { exportId, organizationId, position: position++, content } });
        bytes += BigInt(content.length);
        text = "";
      }
      const finishedAt = new Date();
      const expiresAt = new Date(+finishedAt + KEPT_DAYS * 86_400_000);
      await tx.export.update({
        where: { id: exportId },
        data: { rows, bytes, ...(cursor === null ? { state: "done", finishedAt, expiresAt } : {}) },
      });
      return cursor !== null;
    });
  }
}

/** Whether who asked may have it at this moment. What Portico itself asked for is nobody's right. */
async function mayHave(
  tx: TenantTx,
  organizationId: string,
  kind: string,
  askedBy: string | null,
): Promise<boolean> {
  if (askedBy === null) return true;
  const place = { organizationId, ...nowhere };
  const holder = (await holderNow(tx, askedBy, place)) ?? (await serviceNow(tx, askedBy, place));
  return holder !== null && can(holder, kind === "audit" ? "audit:export" : "organization:export");
}

async function giveUp(tx: TenantTx, { organizationId, exportId }: Key, requestId: string): Promise<void> {
  await tx.exportChunk.deleteMany({ where: { exportId } });
  await tx.export.update({
    where: { id: exportId },
    data: { state: "failed", message: "rights_gone", rows: 0, bytes: 0, finishedAt: new Date() },
  });
  await recordAudit(tx, {
    action: "exports.run",
    outcome: "refused",
    reason: "forbidden",
    actor: { kind: "system", userId: null, name: "Portico", via: "system" },
    organizationId,
    target: { kind: "export", id: exportId },
    requestId,
  });
}
