import { recordAudit } from "#lib/domain/audit/mutations.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { byTurns, type Comparison } from "./sides.ts";
import type { World } from "./world.ts";

const AT_ONCE = 8;

/** A change of one row: with its audit row in the same transaction, and without. Alone, and eight at once on one chain. */
export async function auditedWrite(world: World, turns: number): Promise<Comparison[]> {
  const { organization, project, viewer, app } = world;
  const key = { organizationId: organization.id, userId: viewer.userId };
  const actor = { kind: "person", userId: viewer.userId, name: viewer.displayName, via: "screen" } as const;
  const write = (audited: boolean, text: string, id: string) =>
    withTenant(
      key,
      async (tx) => {
        await tx.project.update({ where: { id }, data: { displayName: text }, select: { id: true } });
        if (!audited) return;
        await recordAudit(tx, {
          action: "bench.rename",
          outcome: "allowed",
          actor,
          requestId: "r-bench",
          organizationId: organization.id,
          projectId: id,
          target: { kind: "project", id, name: text },
          detail: { before: { displayName: text }, after: { displayName: `${text}!` } },
        });
      },
      app,
    );
  const others = await withTenant(
    key,
    (tx) =>
      tx.project.findMany({
        where: { organizationId: organization.id },
        select: { id: true },
        take: AT_ONCE,
      }),
    app,
  );
  const crowd = (audited: boolean, turn: number) =>
    Promise.all(others.map(({ id }) => write(audited, `Bench ${turn}`, id)));
  return [
    await byTurns(
      "audited write",
      1.5,
      turns,
      (turn) => write(true, `Bench ${turn}`, project.id),
      (turn) => write(false, `Bench ${turn}`, project.id),
    ),
    await byTurns(
      `${AT_ONCE} audited writes at once, one chain`,
      null,
      Math.ceil(turns / 4),
      (turn) => crowd(true, turn),
      (turn) => crowd(false, turn),
    ),
  ];
}
