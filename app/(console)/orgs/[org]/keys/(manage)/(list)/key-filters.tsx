import { useTranslations } from "next-intl";
import { AddressForm } from "#app/forms/address-form.tsx";
import { paths } from "#app/paths.ts";
import { Field } from "#components/form/field.tsx";
import { Input, Select } from "#components/form/input.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Chip } from "#components/ui/chip.tsx";
import { type KeyListFilter, shownStates } from "#lib/domain/keys/list.ts";
import { keyKinds } from "#lib/domain/keys/names.ts";

const unusedDays = [7, 30, 90, 180];

/** The filters of the organization's keys, all of which live in the address. */
export function KeyFilters({
  org,
  filter,
  projects,
  narrowed,
  ownerName,
}: {
  org: string;
  filter: KeyListFilter;
  projects: readonly { slug: string; displayName: string }[];
  narrowed: boolean;
  /** What the person of the filter is called. */
  ownerName?: string;
}) {
  const t = useTranslations("keys.filters");
  const states = useTranslations("keys.state");
  const kinds = useTranslations("keys.kind");
  const action = paths.keys({ org });
  const { state, kind, project, owner, unused, q } = filter;
  const days = unused === null || unusedDays.includes(unused) ? unusedDays : [...unusedDays, unused];
  return (
    <AddressForm
      key={JSON.stringify(filter)}
      label={t("label")}
      action={action}
      className="mb-4 grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] items-end gap-3 max-md:grid-cols-2"
    >
      <Field label={t("q")} name="q" className="max-md:col-span-2">
        <Input defaultValue={q} placeholder={t("qHint")} maxLength={100} />
      </Field>
      <Field label={t("state")} name="state">
        <Select defaultValue={state ?? ""}>
          <option value="">{t("any")}</option>
          {shownStates.map((one) => (
            <option key={one} value={one}>
              {states(one)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t("kind")} name="kind">
        <Select defaultValue={kind ?? ""}>
          <option value="">{t("any")}</option>
          {keyKinds.map((one) => (
            <option key={one} value={one}>
              {kinds(one)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t("project")} name="project">
        <Select defaultValue={project}>
          <option value="">{t("any")}</option>
          {projects.map(({ slug, displayName }) => (
            <option key={slug} value={slug}>
              {displayName}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t("unused")} name="unused">
        <Select defaultValue={unused ?? ""}>
          <option value="">{t("any")}</option>
          {days.map((count) => (
            <option key={count} value={count}>
              {t("days", { count })}
            </option>
          ))}
        </Select>
      </Field>
      <div className="flex flex-wrap items-center gap-2 max-md:col-span-2">
        {owner && <input type="hidden" name="owner" value={owner} />}
        <Button type="submit">{t("submit")}</Button>
        {owner && (
          <Chip
            removeHref={paths.keys({ org }, { state, kind, project, unused: unused?.toString(), q })}
            removeLabel={t("ownerOff")}
          >
            {t("owner", { name: ownerName ?? owner })}
          </Chip>
        )}
        {narrowed && (
          <ButtonLink variant="bare" href={action} scroll={false}>
            {t("clear")}
          </ButtonLink>
        )}
      </div>
    </AddressForm>
  );
}
