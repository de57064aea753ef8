"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { createPlatformKeyAction } from "#app/(console)/account/keys/actions.ts";
import { createKeyAction } from "#app/(console)/orgs/[org]/keys/actions.ts";
import { errorsOf, useAction } from "#app/use-action.ts";
import { RadioCards } from "#components/form/choice.tsx";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field, Fields } from "#components/form/field.tsx";
import { Input, Select } from "#components/form/input.tsx";
import { TwoColumns } from "#components/shell/page.tsx";
import type { ProjectRole } from "#lib/domain/access/permissions.ts";
import type { FirstCall } from "#lib/domain/keys/list.ts";
import { type KeyKind, limitNames, type ServiceRole } from "#lib/domain/keys/names.ts";
import { EndsField } from "./ends-field.tsx";
import { KeyPanel } from "./key-panel.tsx";
import { KeyShown, type Shown } from "./key-shown.tsx";
import { byField, LimitFields, LinesField, limitsTyped, limitTexts, linesOf } from "./limit-fields.tsx";
import { endOfLife, firstLife, type Life } from "./lives.ts";
import { ModelFields } from "./model-fields.tsx";
import { RoleFields } from "./role-fields.tsx";
import { type KeyScope, readingAll, ScopeFields } from "./scope-fields.tsx";

/** An organization that a key may be for, with the longest life in days that one has there; null for the platform. */
export type KeyHome = { slug: string | null; displayName: string; most: number };
/** A project that a key may be for, with the models of its tier. */
export type KeyPlace = { slug: string; displayName: string; models: readonly string[] };
export type NewKind = { kind: Exclude<KeyKind, "platform">; reason?: string | null };

const formId = "new-key";

/** The fields of a new key; beside them what it comes to, with the button; then the key, once. */
export function KeyForm({
  homes,
  project: fixed = null,
  projects = [],
  kinds,
  roles = [],
  where,
  calls,
  back,
}: {
  /** What it may open: the first, unless another is chosen. */
  homes: readonly [KeyHome, ...KeyHome[]];
  /** The project that it is for; left out where it may be chosen from `projects`. */
  project?: KeyPlace | null;
  projects?: readonly KeyPlace[];
  kinds: readonly NewKind[];
  /** Roles in a project that the viewer may give. */
  roles?: readonly ProjectRole[];
  where: { portal: string; models: string | null };
  calls: readonly FirstCall[];
  /** Where it leads when the key was seen. */
  back: string;
}) {
  const t = useTranslations("keys.fields");
  const router = useRouter();
  const { run, pending, refusal } = useAction();
  const errors = errorsOf(refusal);
  const [made, setMade] = useState<Shown | null>(null);
  const [kind, setKind] = useState(kinds.find(({ reason }) => !reason)?.kind ?? "personal");
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly KeyScope[]>(fixed ? ["models:call"] : readingAll);
  const [chosen, setProject] = useState("");
  const [organizationRole, setOrganizationRole] = useState<ServiceRole | "">("");
  const [projectRole, setProjectRole] = useState<ProjectRole>(roles.includes("editor") ? "editor" : "viewer");
  const [models, setModels] = useState<string[]>([]);
  const [routes, setRoutes] = useState("");
  const [addresses, setAddresses] = useState("");
  const [limits, setLimits] = useState(limitTexts());
  const [home, setHome] = useState(homes[0]);
  const [life, setLife] = useState<Life>(firstLife(home.most));

  // A platform admin's own opens what they may there, and nothing of an organization.
  const platform = home.slug === null;
  const enter = (slug: string) => {
    const next = homes.find((one) => (one.slug ?? "") === slug) ?? home;
    setHome(next);
    if (typeof life === "number" && life > next.most) setLife(firstLife(next.most));
  };
  const place = fixed ?? projects.find(({ slug }) => slug === chosen) ?? null;
  const callsModels = scopes.includes("models:call");
  const listed = models.filter((model) => place?.models.includes(model));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const expiresAt = endOfLife(life);
    const input = {
      kind,
      name,
      scopes: [...scopes],
      expiresAt,
      organizationRole: kind === "service" ? organizationRole || null : null,
      project: place?.slug ?? null,
      projectRole: kind !== "personal" && place ? projectRole : null,
      addresses: linesOf(addresses),
      ...(callsModels ? { models: listed, routes: linesOf(routes), limits: limitsTyped(limits) } : {}),
    };
    const result = await run((key) =>
      home.slug === null
        ? createPlatformKeyAction({ name, expiresAt }, key)
        : createKeyAction({ org: home.slug }, input, key),
    );
    if (result?.ok) setMade({ ...result.value, project: place?.displayName });
  };
  const close = () => {
    setMade(null);
    router.push(back);
  };
  const labels = Object.fromEntries(
    (["name", "scopes", "project", "addresses", "models", "routes"] as const).map((of) => [of, t(of)]),
  );
  for (const limit of limitNames) labels[`limits.${limit}`] = t(`limit.${limit}`);
  return (
    <>
      <TwoColumns
        wide
        stick
        aside={
          <KeyPanel
            formId={formId}
            pending={pending}
            kind={platform ? "platform" : kind}
            project={place?.displayName ?? null}
            roles={{
              organization: kind === "service" ? organizationRole || null : null,
              project: kind !== "personal" && place ? projectRole : null,
            }}
            scopes={scopes}
            models={callsModels ? listed : null}
            networks={linesOf(addresses).length}
            life={life}
            back={back}
          />
        }
      >
        <form id={formId} onSubmit={submit} noValidate>
          <Fields>
            <ErrorSummary
              message={refusal ? (refusal.field ? t("failed") : refusal.message) : undefined}
              errors={byField(errors)}
              labels={labels}
              requestId={refusal?.requestId}
            />
            <Field name="name" label={t("name")} hint={t("nameHint")} error={errors.name}>
              <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
            </Field>
            {homes.length > 1 && (
              <Field name="org" label={t("home")} hint={platform ? t("platformHint") : undefined}>
                <Select value={home.slug ?? ""} onChange={(event) => enter(event.target.value)}>
                  {homes.map(({ slug, displayName }) => (
                    <option key={slug} value={slug ?? ""}>
                      {displayName}
                    </option>
                  ))}
                </Select>
              </Field>
            )}
            {kinds.length > 1 && (
              <RadioCards
                legend={t("kind")}
                name="kind"
                value={kind}
                onValue={(value) => setKind(value as NewKind["kind"])}
                error={errors.kind}
                options={kinds.map((one) => ({
                  value: one.kind,
                  label: t(`kinds.${one.kind}`),
                  detail: t(`kindsHint.${one.kind}`),
                  reason: one.reason,
                }))}
              />
            )}
            {kind !== "personal" && (
              <RoleFields
                service={kind === "service"}
                project={fixed ? null : { chosen, projects, onChange: setProject }}
                organizationRole={organizationRole}
                onOrganizationRole={setOrganizationRole}
                projectRole={place ? projectRole : null}
                onProjectRole={setProjectRole}
                roles={roles}
                errors={errors}
              />
            )}
            {!platform && (
              <ScopeFields
                scopes={scopes}
                onChange={setScopes}
                error={errors.scopes}
                modelsAt={kind === "personal" && !fixed ? t("modelsInProject") : undefined}
              />
            )}
            {callsModels && place && (
              <>
                <ModelFields
                  models={place.models}
                  chosen={listed}
                  onChange={setModels}
                  error={byField(errors).models}
                />
                <LinesField name="routes" value={routes} onChange={setRoutes} errors={errors} />
                <LimitFields texts={limits} onChange={setLimits} errors={errors} />
              </>
            )}
            {!platform && (
              <LinesField name="addresses" value={addresses} onChange={setAddresses} errors={errors} />
            )}
            <EndsField life={life} most={home.most} onChange={setLife} error={errors.expiresAt} />
          </Fields>
        </form>
      </TwoColumns>
      {made && (
        <KeyShown
          made={made}
          where={{ ...where, model: listed[0] ?? place?.models[0] ?? null }}
          calls={calls}
          onClose={close}
        />
      )}
    </>
  );
}
