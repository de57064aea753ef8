import { createTranslator } from "next-intl";
import common from "../../../messages/en/common.json" with { type: "json" };
import emails from "../../../messages/en/emails.json" with { type: "json" };

export type Template = "invitation";
export type Message = { subject: string; text: string };

const t = createTranslator({ locale: "en", messages: { common, emails }, timeZone: "UTC" });

/** One line: a name in a subject must not begin another header, nor a paragraph of its own. */
const line = (text: string) => text.replace(/\s+/g, " ").trim();

/** The invitation, as plain text: nothing in it is loaded, followed or run. */
export function composeInvitation(invitation: {
  origin: string;
  id: string;
  nonce: string;
  organization: string;
  role: string;
  project: string | null;
  projectRole: string | null;
  by: string | null;
  message: string | null;
  expiresAt: Date;
}): Message {
  const { origin, id, nonce, message, expiresAt } = invitation;
  const organization = line(invitation.organization);
  const role = (name: string) => t(`common.role.${name}` as "common.role.admin");
  const paragraphs = [
    invitation.by
      ? t("emails.invitation.by", { by: line(invitation.by), organization, role: role(invitation.role) })
      : t("emails.invitation.nobody", { organization, role: role(invitation.role) }),
    invitation.project && invitation.projectRole
      ? t("emails.invitation.project", {
          project: line(invitation.project),
          role: role(invitation.projectRole),
        })
      : null,
    message ? t("emails.invitation.message", { message: line(message) }) : null,
    `${origin}/invitations/${id}?k=${nonce}`,
    t("emails.invitation.until", { date: expiresAt.toISOString().slice(0, 16).replace("T", " ") }),
  ];
  return {
    subject: t("emails.invitation.subject", { organization }),
    text: `${paragraphs.filter(Boolean).join("\n\n")}\n`,
  };
}
