import { callerOfViewer } from "#lib/domain/access/caller.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { resolveProject, resolveTenant } from "#lib/domain/access/scope.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { byTurns, type Comparison } from "./sides.ts";
import type { World } from "./world.ts";

/** One project's row: with who may see it asked from the database and a tenant's transaction, and as a bare query. */
export async function authorizedRead(world: World, turns: number): Promise<Comparison[]> {
  const { viewer, organization, project, free } = world;
  const caller = callerOfViewer(viewer);
  const find = { where: { id: project.id }, select: { id: true, displayName: true, phase: true } } as const;
  const guarded = async () => {
    const tenant = await resolveTenant(caller, organization.slug);
    if (!tenant) throw new Error("The bench's person is no member.");
    return withTenant(tenant, async (tx) => {
      const scope = await resolveProject(tx, tenant, project.slug);
      if (!scope || !can(scope.holder, "project:read")) throw new Error("The bench's person may not read.");
      return tx.project.findUniqueOrThrow(find);
    });
  };
  return [
    await byTurns("one project: authorized, in its transaction", null, turns, guarded, () =>
      free.project.findUniqueOrThrow(find),
    ),
  ];
}
