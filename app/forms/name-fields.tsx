"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { errorsOf, type Refusal } from "#app/use-action.ts";
import { ErrorSummary } from "#components/form/error-summary.tsx";
import { Field } from "#components/form/field.tsx";
import { Input } from "#components/form/input.tsx";
import { State, type StateKind } from "#components/ui/state.tsx";
import { suggestSlug } from "#lib/domain/organizations/rules.ts";
import { useFreeName } from "./use-free-name.ts";

/** A name and the short name that follows it until one types another; `url` asks whether a short name is free. */
export function useNames(url: (slug: string) => string) {
  const [name, setName] = useState("");
  const [ownSlug, setSlug] = useState<string | null>(null);
  const slug = ownSlug ?? suggestSlug(name);
  return { name, setName, slug, setSlug, answer: useFreeName(slug, url) };
}

/**
 * The first fields of whatever gets a name and a short name, under what went wrong with the form. `namespace` is what a
 * project's short name becomes; left out, the short name itself is what may be free.
 */
export function NameFields({
  names: { name, setName, slug, setSlug, answer },
  refusal,
  failed,
  nameHint,
  slugHint,
  namespace,
  autoComplete = "off",
}: {
  names: ReturnType<typeof useNames>;
  refusal: Refusal | null;
  /** The sentence above the fields when one of them was refused. */
  failed: string;
  nameHint: string;
  slugHint: string;
  namespace?: string;
  autoComplete?: string;
}) {
  const t = useTranslations("nameFields");
  const errors = errorsOf(refusal);
  const code = () => <code className="font-mono text-ink-2">{namespace}</code>;
  const known: Partial<Record<typeof answer.state, [StateKind, ReactNode]>> = {
    asking: ["starting", namespace ? t.rich("namespaceAsking", { code }) : t("asking", { name: slug })],
    free: ["done", namespace ? t.rich("namespaceFree", { code }) : t("free", { name: slug })],
    unknown: ["warn", t("unknown")],
  };
  const [kind, sentence] = known[answer.state] ?? [];
  return (
    <>
      <ErrorSummary
        message={refusal ? (refusal.field ? failed : refusal.message) : undefined}
        errors={errors}
        labels={{ displayName: t("name"), slug: t("slug") }}
        requestId={refusal?.requestId}
      />
      <Field name="displayName" label={t("name")} hint={nameHint} error={errors.displayName}>
        <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete={autoComplete} />
      </Field>
      <Field
        name="slug"
        label={t("slug")}
        error={answer.state === "taken" ? answer.message : errors.slug}
        hint={
          <>
            <span role="status" className="block">
              {kind && (
                <State kind={kind} small wrap>
                  {sentence}
                </State>
              )}
            </span>
            {slugHint}
          </>
        }
      >
        <Input
          mono
          value={slug}
          onChange={(event) => setSlug(event.target.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
    </>
  );
}
