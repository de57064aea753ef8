import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Select } from "#components/form/input.tsx";
import { Button } from "#components/ui/button.tsx";
import { TabLinks } from "#components/ui/tab-links.tsx";
import { permissionsAt, resourceOf, type Subject, subjectKey } from "#lib/domain/access/explain.ts";
import { type AccessQuery, askedBy } from "#lib/domain/access/schema.ts";
import type { AccessPlace } from "./place.ts";

/** The question as a sentence with a gap, and the three ways of asking. It is a form that stands in the address. */
export function Question({
  place,
  query,
  subjects,
}: {
  place: AccessPlace;
  query: AccessQuery;
  subjects: Subject[];
}) {
  const t = useTranslations("access");
  const permissions = permissionsAt(place.at);
  const choices: Record<AccessQuery["by"], ReactNode> = {
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
        <Select
          key={query.person}
          aria-label={t("ask.who")}
          name="person"
          defaultValue={query.person ?? ""}
          className="min-w-0"
        >
          <option value="">{t("ask.choose")}</option>
          {subjects.map((subject) => (
            <option key={subjectKey(subject)} value={subjectKey(subject)}>
              {subject.kind === "person" ? subject.name : t(`named.${subject.kind}`, { name: subject.name })}
            </option>
          ))}
        </Select>
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
        tabs={askedBy.map((by) => ({
          href: place.href({ by }),
          label: t(`views.${by}`),
          current: query.by === by,
        }))}
      />
      <form
        action={place.href({})}
        aria-label={t("ask.label")}
        className="flex flex-wrap items-center gap-x-2.5 gap-y-2 border-b border-line py-4 text-base"
      >
        <input type="hidden" name="by" value={query.by} />
        {choices[query.by]}
        <Button type="submit">{t("ask.submit")}</Button>
      </form>
    </>
  );
}
