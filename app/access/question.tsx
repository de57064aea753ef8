import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SearchInput, Select } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { TabLinks } from "#components/ui/tab-links.tsx";
import { permissionsAt, resourceOf, type Subject } from "#lib/domain/access/explain.ts";
import { type AccessQuery, waysAt } from "#lib/domain/access/schema.ts";
import type { AccessPlace } from "./place.ts";

/** The question as a sentence with a gap, and the three ways of asking. It is a form that stands in the address. */
export function Question({
  place,
  query,
  subject,
}: {
  place: AccessPlace;
  query: AccessQuery;
  /** Whom the question is about, if somebody was chosen. */
  subject: Subject | null;
}) {
  const t = useTranslations("access");
  const permissions = permissionsAt(place.at);
  const choices: Record<Exclude<AccessQuery["by"], "cluster">, ReactNode> = {
    permission: (
      <>
        <span>{t("ask.whoCan")}</span>
        <Select
          key={query.permission}
          aria-label={t("ask.act")}
          name="permission"
          defaultValue={query.permission}
        >
          {permissions.map((permission) => (
            <option key={permission} value={permission}>
              {t(`act.${permission}`)}
            </option>
          ))}
        </Select>
        <span>{t("ask.in", { place: place.name })}</span>
      </>
    ),
    person: (
      <>
        <span>{t("ask.whatCan")}</span>
        <SearchInput
          key={`${query.q} ${subject?.name}`}
          name="q"
          label={t("ask.who")}
          placeholder={t("ask.whoHint")}
          defaultValue={query.q || subject?.name}
          maxLength={100}
          className="w-64 max-md:w-full"
        />
        <span>{t("ask.do", { place: place.name })}</span>
      </>
    ),
    resource: (
      <>
        <span>{t("ask.with")}</span>
        <Select
          key={query.resource}
          aria-label={t("ask.thing")}
          name="resource"
          defaultValue={query.resource}
        >
          {[...new Set(permissions.map(resourceOf))].map((resource) => (
            <option key={resource} value={resource}>
              {t(`thing.${resource}`)}
            </option>
          ))}
        </Select>
        <span>{t("ask.in", { place: place.name })}</span>
      </>
    ),
  };
  return (
    <>
      <TabLinks
        label={t("views.label")}
        tabs={waysAt(place.at).map((by) => ({
          href: place.href({ by }),
          label: t(`views.${by}`),
          current: query.by === by,
        }))}
      />
      {query.by === "cluster" ? (
        <p className="border-b border-line py-4 text-base text-pretty">
          {t("beyond.question", { place: place.name })}
        </p>
      ) : (
        <form
          action={place.href({})}
          aria-label={t("ask.label")}
          className="flex flex-wrap items-center gap-x-2.5 gap-y-2 border-b border-line py-4 text-base"
        >
          <input type="hidden" name="by" value={query.by} />
          {choices[query.by]}
          <Button type="submit">{t("ask.submit")}</Button>
        </form>
      )}
    </>
  );
}
