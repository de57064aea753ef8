import { useTranslations } from "next-intl";
import { Section } from "#components/shell/page.tsx";
import { List } from "#components/ui/kv.tsx";
import type { Member } from "#lib/domain/members/data.ts";

/** How many of a project's people its page names. */
export const MEMBERS_SHOWN = 6;

/** The first few people who may work in the project, with the role that counts; `count` are all of them. */
export function Members({ members, count }: { members: Member[]; count: number }) {
  const t = useTranslations("project.members");
  const c = useTranslations("common");
  const more = count - members.length;
  return (
    <Section title={t("title")} note={count}>
      <List>
        {members.map((member) => (
          <li key={member.userId} className="flex gap-3">
            <span className="min-w-0 flex-1">
              <span className="block truncate">{member.displayName}</span>
              {member.viaOrganization && (
                <span className="block text-xs text-ink-3">{t("viaOrganization")}</span>
              )}
            </span>
            <span className="text-ink-3">{c(`role.${member.role}`)}</span>
          </li>
        ))}
      </List>
      {more > 0 && <p className="mt-2 text-xs text-ink-3">{t("more", { count: more })}</p>}
    </Section>
  );
}
