import { portico, recordAudit } from "#lib/domain/audit/mutations.ts";
import { mayHaveExport, readAudit, readOrganization } from "#lib/domain/exports/data.ts";
import { KEPT_DAYS, linesAsText, PART_BYTES } from "#lib/domain/exports/rules.ts";
import type { ExportFormat } from "#lib/domain/exports/schema.ts";
import { type AnyTx, withPlatform, withTenant } from "#lib/infra/db/transaction.ts";

type Key = { organizationId: string | null; exportId: string };
type Asked = { organizationId: string | null; createdBy: string | null };

/**
 * Writes the file of an export, part by part. Before each step whoever asked is asked for again: with the right goes the
 * file. Idempotent: one that was cut off begins anew.
 */
export async function runExport({ organizationId, exportId }: Key): Promise<void> {
  const within = <T>(work: (tx: AnyTx) => Promise<T>) =>
    organizationId ? withTenant({ organizationId }, work) : withPlatform(work);
  const asked = await within(async (tx) => {
    await tx.exportChunk.deleteMany({ where: { exportId } });
    const begun = await tx.export.updateMany({
      where: { id: exportId, state: { in: ["queued", "running"] } },
      data: { state: "running", rows: 0, bytes: 0, message: null },
    });
    return begun.count === 1 ? tx.export.findUnique({ where: { id: exportId } }) : null;
  });
  if (!asked) return;
  const { projectId } = asked;
  const place = organizationId && { organizationId, ...(projectId ? { projectId } : {}) };
  const read =
    place && asked.kind === "organization"
      ? readOrganization(place.organizationId)
      : readAudit(place || null, asked.filter);
  let [text, rows, bytes, position, first] = ["", 0, 0n, 0, true];
  let cursor: string | null = null;
  for (let more = true; more; ) {
    more = await within(async (tx) => {
      if (!(await mayHaveExport(tx, { ...asked, askedBy: asked.createdBy }))) {
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
      const expiresAt = new Date(+(await lastUse(tx, asked, finishedAt)) + KEPT_DAYS * 86_400_000);
      await tx.export.update({
        where: { id: exportId },
        data: { rows, bytes, ...(cursor === null ? { state: "done", finishedAt, expiresAt } : {}) },
      });
      return cursor !== null;
    });
  }
}

/** From when on a file is kept for some days more: what its organization had, from when that is gone. */
async function lastUse(tx: AnyTx, { organizationId, createdBy }: Asked, finishedAt: Date): Promise<Date> {
  if (createdBy !== null || organizationId === null) return finishedAt;
  const organization = await tx.organization.findUnique({ where: { id: organizationId } });
  return organization?.deleteAfter ?? finishedAt;
}

async function giveUp(tx: AnyTx, { organizationId, exportId }: Key, requestId: string): Promise<void> {
  await tx.exportChunk.deleteMany({ where: { exportId } });
  await tx.export.update({
    where: { id: exportId },
    data: { state: "failed", message: "rights_gone", rows: 0, bytes: 0, finishedAt: new Date() },
  });
  await recordAudit(tx, {
    action: "exports.run",
    outcome: "refused",
    reason: "forbidden",
    actor: portico,
    organizationId,
    target: { kind: "export", id: exportId },
    requestId,
  });
}
