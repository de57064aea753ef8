"use client";

import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { Note } from "#components/ui/note.tsx";
import { type CredentialKindId, kindOf, type Settings } from "#lib/domain/credentials/kinds/index.ts";
import type { Handed } from "#lib/domain/credentials/kinds/kind.ts";
import { secretKeyOf } from "#lib/domain/credentials/names.ts";
import type { CredentialFormState } from "./use-credential-form.ts";

/** The secret things that a session would be given; of settings that are not whole yet, what the kind says without them. */
function secretsHanded(kind: CredentialKindId, settings: Settings): Extract<Handed, { part: string }>[] {
  let handed: Handed[];
  try {
    handed = kindOf(kind).handover(settings);
  } catch {
    handed = kindOf(kind).handover({});
  }
  return handed.filter((one) => "part" in one);
}

/** Who could read it: a sentence made from how the kind is handed over, without which "used, not read" would say too much. */
export function CredentialHandover({ form: { kind, name, settings } }: { form: CredentialFormState }) {
  const t = useTranslations("credentialForm");
  const handed = secretsHanded(kind, settings);
  const code = (text: string) => () => <code className="font-mono wrap-anywhere">{text}</code>;
  const way = (one: (typeof handed)[number]) =>
    one.as === "environment"
      ? t.rich("handedVariable", { what: code(one.variable) })
      : t.rich(one.variable ? "handedFileAt" : "handedFile", {
          what: code(secretKeyOf(kind, name || kind, one.part)),
          variable: code(one.variable ?? ""),
        });
  return (
    <Note kind="off" className="max-w-form">
      {t.rich("handedAs", {
        count: handed.length,
        ways: () =>
          handed.map((one, at) => (
            <Fragment key={one.part}>
              {at > 0 && ", "}
              {way(one)}
            </Fragment>
          )),
      })}
    </Note>
  );
}
