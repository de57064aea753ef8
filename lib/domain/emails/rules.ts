import { createTranslator } from "next-intl";
import common from "../../../messages/en/common.json" with { type: "json" };
import emails from "../../../messages/en/emails.json" with { type: "json" };

/** What people are told, and the values that its text names beside the organization's. A null leaves the paragraph of that name out. */
export type Notices = {
  /** To who may decide it: somebody asks to be let in. */
  joinAsked: { who: string; domain: string; message: string | null };
  joinApproved: { role: string };
  joinDeclined: { reason: string | null };
  /** To the platform's staff: somebody asks for an organization. */
  organizationAsked: { who: string; name: string; reason: string };
  organizationApproved: { tier: string };
  organizationDeclined: { name: string; reason: string };
  organizationSuspended: { reason: string };
  organizationResumed: Record<never, never>;
  organizationDeleting: { who: string; until: string };
  roleGiven: Role & { who: string | null };
  roleEnding: Role & { until: string };
  /** To those who manage a credential: it ends in so many days, it has ended, it does not pass its test any more. */
  credentialExpiring: OfCredential & { until: string; days: string };
  credentialExpired: OfCredential & { until: string };
  /** `stage` is the one that failed, or why there was none: no value ("missing"), or what says what it is cannot be read ("unreadable"). */
  credentialFailing: OfCredential & { stage: string };
  /** To the same: its store delivered it, and does no longer. */
  credentialUnfetched: OfCredential;
  /** To whom the platform's staff looks as. */
  viewed: { who: string; reason: string; until: string };
  /** To who answers for a key: it ends soon. */
  keyExpiring: OfKey & { until: string };
  /** To the same: its text was found where others can read it. `revoked`, `ended` (its secret alone) or `stands` says what became of it. */
  keyLeaked: OfKey & { where: string | null; revoked: "" | null; ended: "" | null; stands: "" | null };
  /** To whom they belonged: somebody else revoked keys of theirs. */
  keyRevoked: { names: string; count: string; who: string; page: Page };
};
/** The page where it can be looked at. */
type Page = { path: string };
type OfKey = { name: string; prefix: string; page: Page };
/** `project` is the slug and the name of the project that the role is in; null for the organization itself. */
type Role = { role: string; project: { slug: string; name: string } | null; until: string | null };
/** A credential, of a project or (null) of the organization itself. */
type OfCredential = { name: string; project: Role["project"]; page: Page };

export type Notice = keyof Notices;
export type Template = "invitation" | Notice;
export type Message = { subject: string; text: string };
type Organization = { slug: string; displayName: string };

/** Who is written to: an address that somebody merely claims may be another's. */
export const reachable = { emailVerified: true, email: { not: null }, suspendedAt: null } as const;

const t = createTranslator({ locale: "en", messages: { common, emails }, timeZone: "UTC" });

/** One line: a name in a subject must not begin another header, nor a paragraph of its own. */
const line = (text: string) => text.replace(/\s+/g, " ").trim();
const role = (name: string) => t(`common.role.${name}` as "common.role.admin");
/** A moment as everybody reads it alike, in UTC. */
const moment = (at: Date) => at.toISOString().slice(0, 16).replace("T", " ");

/** Where what is told can be looked at. */
function pathOf(
  notice: Notice,
  { slug }: Partial<Organization>,
  project: Role["project"] | undefined,
  page: Page | undefined,
) {
  if (page) return page.path;
  if (notice === "joinAsked") return `/orgs/${slug}/members?tab=requests`;
  if (notice === "organizationAsked") return "/platform/approvals";
  if (notice === "joinDeclined" || notice === "organizationDeclined") return "/welcome";
  if (notice === "organizationSuspended" || notice === "organizationDeleting") return `/suspended/${slug}`;
  if (notice === "viewed") return "/account";
  return project ? `/orgs/${slug}/projects/${project.slug}` : `/orgs/${slug}`;
}

/** A notice as plain text, with the address of the page that it is about. `organization` is null where there is none. */
export function composeNotice<N extends Notice>(
  notice: N,
  params: Notices[N],
  organization: Organization | null,
  portal: string,
): Message {
  const { project, page, ...words } = params as Record<string, string | null> &
    Partial<Pick<Role, "project"> & Pick<OfKey, "page">>;
  const name = line(organization?.displayName ?? "");
  const values: Record<string, string | null> = {
    ...Object.fromEntries(Object.entries(words).map(([key, value]) => [key, value && line(value)])),
    ...(words.role ? { role: role(words.role) } : {}),
    ...(words.tier ? { tier: t(`common.tier.${words.tier}` as "common.tier.small") } : {}),
    ...(words.until ? { until: moment(new Date(words.until)) } : {}),
    organization: name,
    place: project ? t("emails.inProject", { project: line(project.name), organization: name }) : name,
  };
  const paragraphs = Object.keys(emails[notice]).filter((key) => key !== "subject" && values[key] !== null);
  const say = (key: string) => t(`emails.${notice}.${key}` as "emails.invitation.subject", values as never);
  return {
    subject: say("subject"),
    text: `${[...paragraphs.map(say), `${portal}${pathOf(notice, organization ?? {}, project, page)}`].join("\n\n")}\n`,
  };
}

/** The invitation, as plain text: nothing in it is loaded, followed or run. */
export function composeInvitation(
  invitation: {
    id: string;
    nonce: string;
    organization: string;
    role: string;
    project: string | null;
    projectRole: string | null;
    by: string | null;
    message: string | null;
    expiresAt: Date;
  },
  portal: string,
): Message {
  const { id, nonce, message, expiresAt } = invitation;
  const organization = line(invitation.organization);
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
    `${portal}/invitations/${id}?k=${nonce}`,
    t("emails.invitation.until", { date: moment(expiresAt) }),
  ];
  return {
    subject: t("emails.invitation.subject", { organization }),
    text: `${paragraphs.filter(Boolean).join("\n\n")}\n`,
  };
}

const day = 86_400_000;

/**
 * Of which of the days before an end its people are to be told now; null for none. Of several that have passed since somebody
 * looked, it is the last; what was told of is not told again.
 * @param stages days before the end, the most first; 0 is the end itself
 * @param of `since`: what lives no longer than a stage's days, the last to its end, is not told of at it, as whoever made it knows
 */
export function stageDue<Stage extends number>(
  stages: readonly Stage[],
  { expiresAt, expiryTold, since }: { expiresAt: Date | null; expiryTold: number | null; since?: Date },
  now: Date,
): Stage | null {
  if (!expiresAt) return null;
  const left = expiresAt.getTime() - now.getTime();
  const life = since ? expiresAt.getTime() - since.getTime() : Number.POSITIVE_INFINITY;
  const due = stages.findLast((days) =>
    days === 0 ? left <= 0 : left > 0 && left <= days * day && life >= (days + 1) * day,
  );
  return due !== undefined && (expiryTold === null || expiryTold > due) ? due : null;
}

/** The condition on rows for which a stage has come of which nobody was told. */
export const whereDue = (stages: readonly number[], now: Date) => ({
  OR: stages.map((days) => ({
    expiresAt: days === 0 ? { lte: now } : { gt: now, lte: new Date(now.getTime() + days * day) },
    OR: [{ expiryTold: null }, { expiryTold: { gt: days } }],
  })),
});
