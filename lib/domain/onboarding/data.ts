import type { UserTx } from "#lib/infra/db/transaction.ts";
import type { Progress } from "./rules.ts";

export type Onboarding = Progress & {
  startedAt: Date;
  leftAt: Date | null;
  organizationId: string | null;
  projectId: string | null;
  sessionId: string | null;
};

/** Somebody's way through the wizard; null if they never opened it. */
export const getOnboarding = (tx: UserTx, userId: string): Promise<Onboarding | null> =>
  tx.onboarding.findUnique({ where: { userId } });
