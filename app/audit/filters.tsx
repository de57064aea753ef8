import { useTranslations } from "next-intl";
import { AddressForm } from "#app/forms/address-form.tsx";
import { Field } from "#components/form/field.tsx";
import { Input, Select } from "#components/form/input.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { type AuditQuery, auditOutcomes, auditVias } from "#lib/domain/audit/schema.ts";

/** A field that takes a line of its own on a narrow screen: a day does not fit beside another. */
const whole = "max-md:col-span-2";

/** The filters of the log, all of which live in the address. `places` names the field for where: a project, an organization, or none. */
export function AuditFilters({
  action,
  filter,
  places,
  narrowed,
}: {
  action: string;
  filter: AuditQuery;
  places: "project" | "organization" | null;
  narrowed: boolean;
}) {
  const t = useTranslations("audit.filters");
  const outcomes = useTranslations("audit.outcome");
  const vias = useTranslations("audit.via");
  return (
    <AddressForm
      key={JSON.stringify(filter)}
      label={t("label")}
      action={action}
      className="mb-4 grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] items-end max-md:grid-cols-2 gap-x-3 gap-y-3"
    >
      <Field label={t("who")} name="who">
        <Input defaultValue={filter.who} placeholder={t("whoHint")} maxLength={100} />
      </Field>
      <Field label={t("action")} name="action">
        <Input mono defaultValue={filter.action} placeholder={t("actionHint")} maxLength={100} />
      </Field>
      <Field label={t("outcome")} name="outcome">
        <Select defaultValue={filter.outcome ?? ""}>
          <option value="">{t("any")}</option>
          {auditOutcomes.map((outcome) => (
            <option key={outcome} value={outcome}>
              {outcomes(outcome)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t("via")} name="via">
        <Select defaultValue={filter.via ?? ""}>
          <option value="">{t("any")}</option>
          {auditVias.map((via) => (
            <option key={via} value={via}>
              {vias(via)}
            </option>
          ))}
        </Select>
      </Field>
      {places && (
        <div className={whole}>
          <Field label={t(places)} name="project">
            <Input mono defaultValue={filter.project} maxLength={100} />
          </Field>
        </div>
      )}
      <div className={whole}>
        <Field label={t("from")} name="from">
          <Input type="date" defaultValue={filter.from ?? ""} />
        </Field>
      </div>
      <div className={whole}>
        <Field label={t("to")} name="to">
          <Input type="date" defaultValue={filter.to ?? ""} />
        </Field>
      </div>
      <Field label={t("request")} name="request">
        <Input mono defaultValue={filter.request} placeholder="r-" maxLength={100} />
      </Field>
      <Field label={t("q")} name="q">
        <Input defaultValue={filter.q} placeholder={t("qHint")} maxLength={100} />
      </Field>
      <div className="flex flex-wrap gap-2 max-md:col-span-2">
        <Button type="submit">{t("submit")}</Button>
        {narrowed && (
          <ButtonLink variant="bare" href={action} scroll={false}>
            {t("clear")}
          </ButtonLink>
        )}
      </div>
    </AddressForm>
  );
}
