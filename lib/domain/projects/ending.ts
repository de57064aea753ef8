import { endedPhases } from "#lib/domain/clusters/contract/agentic-session.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";

/**
 * Ends the row of a project whose deletion was asked for and whose resource is gone: its sessions and what was written
 * about it stay to be read, and sessions that had not ended were ended with it. True when it was this call that ended it.
 */
export async function endProject(tx: TenantTx | PlatformTx, projectId: string): Promise<boolean> {
  const ended = await tx.project.updateMany({
    where: { id: projectId, deletionRequestedAt: { not: null }, deletedAt: null },
    data: { deletedAt: new Date(), phase: "Deleting", message: "Deleted.", observedAt: new Date() },
  });
  if (ended.count === 0) return false;
  await tx.provisioningStep.deleteMany({ where: { projectId } });
  await tx.agentSession.updateMany({
    where: { projectId, phase: { notIn: [...endedPhases] } },
    data: {
      phase: "Stopped",
      message: "Its project was deleted.",
      resultReason: "project_deleted",
      completionTime: new Date(),
    },
  });
  await tx.agentSession.updateMany({ where: { projectId, logState: "live" }, data: { logState: "lost" } });
  return true;
}
