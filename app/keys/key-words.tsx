import Link from "next/link";
import { useTranslations } from "next-intl";
import { Sub } from "#components/table/table.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { allows } from "#lib/domain/access/permissions.ts";
import type { KeyRow } from "#lib/domain/keys/data.ts";
import { keyScopes } from "#lib/domain/keys/schema.ts";
import { MoreScopes } from "./more-scopes.tsx";

const mostTags = 2;

/** What a key may, in a row: its first scopes, the others on hover and focus, and the models it is kept to. */
export function KeyMay({ apiKey: { scopes, models } }: { apiKey: Pick<KeyRow, "scopes" | "models"> }) {
  const t = useTranslations("keys");
  if (keyScopes.every((scope) => allows(new Set(scopes), scope))) return t("allScopes");
  const order = ["models:call", "usage:read"];
  const sorted = scopes.toSorted((a, b) => order.indexOf(b) - order.indexOf(a));
  const more = sorted.length - mostTags;
  return (
    <>
      <span className="flex flex-wrap items-center gap-1">
        {sorted.slice(0, mostTags).map((scope) => (
          <Tag key={scope}>{scope}</Tag>
        ))}
        {more > 0 && <MoreScopes scopes={sorted.slice(mostTags)} label={t("moreScopes", { count: more })} />}
      </span>
      {models.length > 0 && (
        <Sub className="font-mono">
          {models[0]}
          {models.length > 1 && ` +${models.length - 1}`}
        </Sub>
      )}
    </>
  );
}

/** Whose rights a key has: a person's, or a role of its own. `href` leads to what else is theirs; `maker` says who made one of no person. */
export function KeyOwner({ apiKey, href, maker = true }: { apiKey: KeyRow; href?: string; maker?: boolean }) {
  const t = useTranslations("keys");
  const c = useTranslations("common.role");
  const { user, kind, organizationRole, project, projectRole, createdBy } = apiKey;
  if (kind === "personal") {
    const name = user?.displayName || t("formerMember");
    if (!href) return name;
    return (
      <Link href={href} prefetch={false} className="quiet-link max-md:underline">
        {name}
      </Link>
    );
  }
  if (kind === "platform") return t("platform");
  const role = organizationRole ?? projectRole;
  const words = role ? t(kind === "project" ? "projectAs" : "service", { role: c(role) }) : null;
  const inProject =
    kind === "service" && project && projectRole
      ? t("serviceIn", { role: c(projectRole), project: project.displayName })
      : null;
  return (
    <>
      {organizationRole || !inProject ? words : inProject}
      {organizationRole && inProject && <Sub inline>{inProject}</Sub>}
      {maker && createdBy && <Sub inline>{t("madeBy", { name: createdBy })}</Sub>}
    </>
  );
}
