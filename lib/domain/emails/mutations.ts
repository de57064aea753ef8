import { newId } from "#lib/infra/db/id.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { enqueueAll } from "#lib/infra/jobs/index.ts";
import { emailJobs } from "./jobs.ts";
import type { Template } from "./rules.ts";

type Wanted = { template: Template; recipient: string; subjectId: string; params: { origin: string } };

/** Asks for messages, in the transaction of what they tell. Their text is made when they are sent. */
export async function queueEmails(
  tx: TenantTx,
  organizationId: string,
  wanted: readonly Wanted[],
): Promise<void> {
  const rows = wanted.map((email) => ({ id: newId(), organizationId, ...email }));
  await tx.email.createMany({ data: rows });
  await enqueueAll(
    tx,
    emailJobs.send,
    rows.map(({ id }) => ({ organizationId, emailId: id })),
  );
}

/** Notes how the sending went, on what it tells too, so that an open page hears of it; `off` without a mail server. */
export async function noteEmail(
  tx: TenantTx,
  emailId: string,
  state: "sent" | "failed" | "off",
  message: string | null = null,
  now = new Date(),
): Promise<void> {
  const sentAt = state === "sent" ? now : null;
  const { subjectId } = await tx.email.update({ where: { id: emailId }, data: { state, message, sentAt } });
  if (subjectId)
    await tx.invitation.updateMany({
      where: { id: subjectId },
      data: { sentAt, ...(sentAt ? { sends: { increment: 1 } } : {}) },
    });
}
