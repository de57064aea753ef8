import type { TenantTx, UserTx } from "#lib/infra/db/transaction.ts";

type Reached = {
  youAt?: Date;
  organizationAt?: Date;
  organizationId?: string;
  projectAt?: Date;
  projectId?: string;
  credentialAt?: Date;
  sessionId?: string;
  leftAt?: Date | null;
};

/** When the way began, if not now: the wizard counts from sign-in. */
type Began = { startedAt?: Date };

/** Notes a step of the person's wizard, in the transaction of what they did there. Opens the wizard if it is the first. */
export async function noteStep(
  tx: UserTx | TenantTx,
  userId: string,
  reached: Reached,
  began: Began = {},
): Promise<void> {
  await tx.onboarding.upsert({
    where: { userId },
    create: { userId, ...began, ...reached },
    update: reached,
  });
}
