"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { paths } from "#app/paths.ts";
import { useAction } from "#app/use-action.ts";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, FieldRow, Fields } from "#components/form/field.tsx";
import { Input, InputGroup, Select, Textarea } from "#components/form/input.tsx";
import { TwoColumns } from "#components/shell/page.tsx";
import { State } from "#components/ui/state.tsx";
import { resourceClasses } from "#lib/domain/clusters/contract/agentic-session.ts";
import { answersChat } from "#lib/domain/credentials/kinds/index.ts";
import type { Check } from "#lib/domain/sessions/preflight.ts";
import type { LaunchSessionInput } from "#lib/domain/sessions/schema.ts";
import { launchSessionAction } from "../actions.ts";
import { FurtherCredentials, WhoCouldRead } from "./credential-fields.tsx";
import {
  type Choice,
  differing,
  type LaunchFields,
  namesModel,
  withCredential,
  withModel,
} from "./fields.ts";
import { PreflightPanel } from "./preflight-panel.tsx";

const formId = "launch";
const checkFields: Record<string, string> = {
  credential: "credentialId",
  further: "credentialIds",
  model: "model",
};

type TextField = Exclude<keyof LaunchFields, "credentialIds">;

/** The fields of a session and, beside them, what the server says about starting it. */
export function LaunchForm({
  place,
  initial,
  clonedFrom,
  models,
  credentials: choices,
  checks,
  mayManageCredentials,
}: {
  place: { org: string; project: string };
  initial: LaunchFields;
  clonedFrom: string | null;
  models: string[];
  /** Null for who may start no session, and so is shown none. */
  credentials: Choice[] | null;
  /** The pre-flight of `initial`, so that the page opens with its answers. */
  checks: Check[];
  mayManageCredentials: boolean;
}) {
  const t = useTranslations("sessions.form");
  const credentials = choices ?? [];
  const router = useRouter();
  const { run, pending, refusal } = useAction({ leaves: true });
  const [fields, setFields] = useState(initial);
  const form = useRef<HTMLFormElement>(null);
  const differs = new Set(clonedFrom ? differing(initial, fields) : []);

  const named = namesModel(fields, credentials);
  const callable = credentials.filter(({ kind }) => answersChat(kind));
  const given = [fields.credentialId, ...fields.credentialIds].flatMap(
    (id) => credentials.find((row) => row.id === id) ?? [],
  );

  const set = (key: TextField) => (event: { target: { value: string } }) => {
    const { value } = event.target;
    setFields((now) => {
      if (key === "model" && !named) return withModel(now, value, credentials);
      if (key === "credentialId") return withCredential(now, value, credentials, models);
      return { ...now, [key]: value };
    });
  };
  const start = async (event: FormEvent) => {
    event.preventDefault();
    const input = { ...fields, clonedFrom } as unknown as LaunchSessionInput;
    const launched = await run((key) => launchSessionAction(place, input, key));
    if (launched?.ok) router.push(paths.session({ ...place, session: launched.value.id }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    // Through the button, so that what keeps it shut also holds for the keys.
    form.current?.ownerDocument.querySelector<HTMLButtonElement>(`button[form="${formId}"]`)?.click();
  };

  const field = refusal?.field && (checkFields[refusal.field] ?? refusal.field);
  const known = field && field in fields;
  const errors = refusal && known ? { [field]: refusal.message } : null;
  const wiring = (key: keyof LaunchFields) => ({
    name: key,
    error: errors?.[key],
    mark: differs.has(key) ? t("differs") : undefined,
  });
  const control = (key: TextField) => ({ value: fields[key], onChange: set(key) });

  return (
    <TwoColumns
      wide
      stick
      aside={
        <PreflightPanel
          place={place}
          formId={formId}
          first={checks}
          wanted={fields}
          initial={initial}
          pending={pending}
          mayManageCredentials={mayManageCredentials}
        />
      }
    >
      <form id={formId} ref={form} onSubmit={start} onKeyDown={onKeyDown} noValidate>
        <Fields>
          <ErrorSummary
            message={refusal ? (known ? t("failed") : refusal.message) : undefined}
            errors={errors}
            requestId={refusal?.requestId}
          />
          {clonedFrom && (
            <p className="max-w-form text-ink-2" role="status">
              {t("clonedDiffers", { count: differs.size })}
            </p>
          )}
          <Field {...wiring("prompt")} label={t("prompt")} hint={t("promptHint")}>
            <Textarea rows={6} maxLength={20_000} {...control("prompt")} />
          </Field>
          <Field {...wiring("title")} label={t("name")} hint={t("nameHint")} optional>
            <Input maxLength={120} autoComplete="off" {...control("title")} />
          </Field>
          <Field
            {...wiring("websiteUrl")}
            label={t("websiteUrl")}
            hint={
              <>
                <span role="status" className="block">
                  {/^\s*http:/i.test(fields.websiteUrl) && (
                    <State kind="warn" small wrap>
                      {t("websiteHttp")}
                    </State>
                  )}
                </span>
                {t("websiteHint")}
              </>
            }
            optional
          >
            <Input
              type="url"
              inputMode="url"
              autoComplete="off"
              placeholder="https://"
              {...control("websiteUrl")}
            />
          </Field>
          <FieldRow>
            <Field {...wiring("model")} label={t("model")} hint={named && t("modelHint")}>
              {named ? (
                <Input maxLength={200} autoComplete="off" spellCheck={false} {...control("model")} />
              ) : (
                <Select {...control("model")}>
                  {models.map((model) => (
                    <option key={model}>{model}</option>
                  ))}
                </Select>
              )}
            </Field>
            {choices && (
              <Field {...wiring("credentialId")} label={t("credential")}>
                <Select {...control("credentialId")}>
                  {(callable.length === 0 || fields.credentialId === "") && (
                    <option value="">{t("credentialNone")}</option>
                  )}
                  {callable.map((credential) => (
                    <option key={credential.id} value={credential.id}>
                      {credential.label}
                    </option>
                  ))}
                </Select>
              </Field>
            )}
          </FieldRow>
          <FurtherCredentials
            credentials={credentials.filter(({ id }) => id !== fields.credentialId)}
            chosen={fields.credentialIds}
            onChange={(credentialIds) => setFields((now) => ({ ...now, credentialIds }))}
            error={errors?.credentialIds}
            mark={wiring("credentialIds").mark}
          />
          <WhoCouldRead credentials={given} />
          <Field {...wiring("resourceClass")} label={t("resourceClass")}>
            <Select {...control("resourceClass")}>
              {resourceClasses.map((name) => (
                <option key={name} value={name}>
                  {t(`class.${name}`)}
                </option>
              ))}
            </Select>
          </Field>
          <FieldRow>
            <Field {...wiring("timeoutMinutes")} label={t("timeout")} hint={t("timeoutHint")}>
              <InputGroup unit={t("minutes")}>
                <Input inputMode="numeric" autoComplete="off" {...control("timeoutMinutes")} />
              </InputGroup>
            </Field>
            <Field {...wiring("inactivityMinutes")} label={t("inactivity")} hint={t("inactivityHint")}>
              <InputGroup unit={t("minutes")}>
                <Input inputMode="numeric" autoComplete="off" {...control("inactivityMinutes")} />
              </InputGroup>
            </Field>
          </FieldRow>
        </Fields>
      </form>
    </TwoColumns>
  );
}
