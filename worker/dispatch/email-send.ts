import { createTransport } from "nodemailer";
import { readEmail } from "#lib/domain/emails/data.ts";
import { noteEmail } from "#lib/domain/emails/mutations.ts";
import { type PlatformTx, type TenantTx, withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import type { DispatchDeps } from "./deps.ts";

const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** Whether the server will not take the message however often it is offered: SMTP answers such with 5xx. */
const isFinal = (error: unknown): boolean =>
  Number((error as { responseCode?: unknown } | null)?.responseCode) >= 500;

/**
 * Hands a message to the mail server, outside any transaction. A run that was cut off after that sends it once more under
 * the same Message-ID. Without a server it notes so: the link can be copied.
 *
 * @throws when the server cannot be reached or asks to wait: try again
 */
export async function sendEmail(
  { mail, log }: Pick<DispatchDeps, "mail" | "log">,
  key: { organizationId: string | null; emailId: string },
): Promise<void> {
  const { organizationId, emailId } = key;
  const within = <T>(work: (tx: TenantTx | PlatformTx) => Promise<T>): Promise<T> =>
    organizationId ? withTenant({ organizationId }, work) : withPlatform(work);
  const note = (state: "sent" | "failed" | "off", message?: string) =>
    within((tx) => noteEmail(tx, emailId, state, message));
  const message = await within((tx) => readEmail(tx, emailId, mail.portal));
  if (!message) return;
  if (!mail.url) return note("off");
  const transport = createTransport({ url: mail.url, ...patience });
  const domain = mail.from.replace(/^.*@|>.*$/g, "");
  try {
    const { to, subject, text } = message;
    await transport.sendMail({
      from: mail.from,
      // An object, not a line: what stands in it is one address, whatever it looks like.
      to: { name: "", address: to },
      subject,
      text,
      messageId: `<${emailId}@${domain}>`,
      headers: { "Auto-Submitted": "auto-generated" },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    await note("failed", words.slice(0, 300));
    if (!isFinal(error)) throw error;
    log.warn({ ...key, err: error }, "the mail server refused a message");
    return;
  } finally {
    transport.close();
  }
  await note("sent");
}
