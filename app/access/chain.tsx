import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Icon } from "#components/ui/icon.tsx";
import { Time } from "#components/ui/time.tsx";
import { type Grant, holderOf, permissionsAt, type Subject } from "#lib/domain/access/explain.ts";
import { can, type Permission } from "#lib/domain/access/permissions.ts";
import type { AccessPlace } from "./place.ts";

/** Why somebody can: where a role comes from, the role, and what it allows. */
export function Chain({
  place,
  subject,
  grant,
  permission,
}: {
  place: AccessPlace;
  subject: Subject;
  grant: Grant;
  permission: Permission;
}) {
  const t = useTranslations("access");
  const holder = holderOf({ grants: [grant], scopes: subject.scopes });
  const others = permissionsAt(place.at).filter((one) => one !== permission && can(holder, one)).length;
  const [from, how] = sourceOf(subject, grant);
  return (
    <ol className="grid gap-x-4 gap-y-1 lg:grid-cols-[13rem_12rem_minmax(0,1fr)] max-lg:border-l-2 max-lg:border-line-2 max-lg:pl-3">
      <Link note={t(how)}>{grant.group === null ? from : t("chain.group", { group: grant.group })}</Link>
      <Link
        note={
          grant.until ? (
            <>
              {t("chain.until")} <Time at={grant.until} as="exact" />
            </>
          ) : grant.at === "organization" && place.at === "project" ? (
            t("chain.inOrganization")
          ) : (
            t("chain.in", { place: place.name })
          )
        }
      >
        {t(`role.${grant.role}`)}
      </Link>
      <Link last note={t("chain.more", { count: others })}>
        <code className="text-xs">{permission}</code>
      </Link>
    </ol>
  );
}

function sourceOf(subject: Subject, grant: Grant) {
  const how = {
    person: grant.group === null ? "chain.name" : "chain.fromSignIn",
    group: "chain.everybody",
    bot: "chain.account",
    key: "chain.key",
  } as const;
  return [
    subject.kind === "key" ? (subject.detail ?? subject.name) : subject.name,
    how[subject.kind],
  ] as const;
}

function Link({ children, note, last }: { children: ReactNode; note: ReactNode; last?: boolean }) {
  return (
    <li className="flex min-w-0 items-center gap-3 wrap-anywhere">
      <span className="min-w-0 lg:flex-1">
        {children}
        <small className="block text-xs text-ink-3 max-lg:inline max-lg:before:content-['_·_']">{note}</small>
      </span>
      {!last && <Icon name="next" className="text-ink-3 max-lg:hidden" />}
    </li>
  );
}
