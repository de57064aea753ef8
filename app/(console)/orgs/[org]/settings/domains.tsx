"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useAction } from "#app/use-action.ts";
import { Field } from "#components/form/field.tsx";
import { Input } from "#components/form/input.tsx";
import { SubmitButton } from "#components/form/submit.tsx";
import type { DomainRow } from "#lib/domain/domains/data.ts";
import { addDomainAction } from "./actions.ts";
import { DomainPanel } from "./domain-panel.tsx";

/** The organization's domains, and the line to add one. */
export function Domains({ org, domains }: { org: string; domains: DomainRow[] }) {
  const t = useTranslations("orgSettings.domains");
  const [domain, setDomain] = useState("");
  const { run, pending, refusal } = useAction();
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const added = await run((key) => addDomainAction({ org }, { domain }, key));
    if (added?.ok) setDomain("");
  };
  return (
    <div className="grid max-w-form gap-5">
      {domains.length === 0 ? (
        <p className="text-ink-3">{t("empty")}</p>
      ) : (
        <ul className="grid gap-4">
          {domains.map((row) => (
            <li key={row.id}>
              <DomainPanel org={org} domain={row} />
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={add} noValidate className="grid gap-3">
        <Field name="domain" label={t("add")} hint={t("addHint")} error={refusal?.message}>
          <Input
            value={domain}
            onChange={(event) => setDomain(event.target.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
        <div>
          <SubmitButton variant="outline" pending={pending}>
            {t("addButton")}
          </SubmitButton>
        </div>
      </form>
    </div>
  );
}
