import { newId } from "#lib/infra/db/id.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { enqueue } from "#lib/infra/jobs/index.ts";
import { emailJobs } from "./jobs.ts";
import type { Template } from "./rules.ts";

/** Asks for a message, in the transaction of what it tells. Its text is made when it is sent. */
export async function queueEmail(
  tx: TenantTx,
  email: {
    organizationId: string;
    template: Template;
    recipient: string;
    subjectId: string;
    params: { origin: string };
  },
): Promise<void> {
  const id = newId();
  await tx.email.create({ data: { id, ...email } });
  await enqueue(tx, emailJobs.send, { organizationId: email.organizationId, emailId: id });
}

/** Notes how the sending went; `off` without a mail server. */
export async function noteEmail(
  tx: TenantTx,
  emailId: string,
  state: "sent" | "failed" | "off",
  message: string | null = null,
  now = new Date(),
): Promise<void> {
  await tx.email.update({
    where: { id: emailId },
    data: { state, message, ...(state === "sent" ? { sentAt: now } : {}) },
  });
}
