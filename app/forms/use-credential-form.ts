"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import type { z } from "zod";
import { useAction } from "#app/use-action.ts";
import type { ActionResult } from "#lib/domain/access/action.ts";
import {
  type CredentialKindId,
  credentialKinds,
  kindOf,
  type Settings,
} from "#lib/domain/credentials/kinds/index.ts";
import { secretKeyOf } from "#lib/domain/credentials/names.ts";
import type { addCredentialInput, TestResult, testCredentialInput } from "#lib/domain/credentials/schema.ts";
import { clashes, clashOf } from "./clash.ts";
import { endOfDay } from "./day.ts";

/** What the form asks of the server, in the place where the credential is to be. */
export type CredentialActions = {
  test(input: z.input<typeof testCredentialInput>, key: string): Promise<ActionResult<TestResult>>;
  keep(input: z.input<typeof addCredentialInput>, key: string): Promise<ActionResult<unknown>>;
};

export type NewCredential = {
  /** The Secret that it is kept in and that one's namespace, for people who look there. */
  secret: string;
  namespace: string;
  /** Hosts of providers that this installation reaches at one address. */
  hosts?: Partial<Record<CredentialKindId, string>>;
  /** The kinds to choose from; left out, all. */
  offered?: readonly CredentialKindId[];
  /** Keys of the Secret that are in use, so that adding never puts one in the place of another unseen. */
  taken?: readonly string[];
  /** The credential whose value is to be another one. */
  replaces?: {
    id: string;
    /** As whoever replaces it has seen it. */
    version: number;
    kind: CredentialKindId;
    name: string;
    settings: Settings;
    lastFour: string;
    /** When its value was changed past Portico, as whoever replaces it has seen it. */
    seenOutside: string | null;
  };
};

/** The kind's own name for its first credential, then with a number behind it. */
function freeName(kind: CredentialKindId, taken: readonly string[]): string {
  const names = [kind, ...taken.map((_, at) => `${kind}-${at + 2}`)];
  return names.find((name) => !taken.includes(secretKeyOf(kind, name))) ?? kind;
}

/** What a kind is set to before anybody has said otherwise. */
const initial = (kind: CredentialKindId): Settings =>
  Object.fromEntries(Object.entries(kindOf(kind).fields).map(([name, field]) => [name, field.initial ?? ""]));

/** The field that a failed test is about: the address, the model, or the secret itself. */
function blamed(kind: CredentialKindId, cause: string): string {
  const { fields, parts } = kindOf(kind);
  const one = (names: string[]) => names.find((name) => name in fields);
  const setting =
    cause === "model"
      ? one(["deployment", "model"])
      : ["dns", "closed", "insecure", "tls", "unreachable", "foreign"].includes(cause)
        ? one(["baseUrl", "endpoint", "siteUrl", "server"])
        : undefined;
  return setting ? `settings.${setting}` : `values.${parts[0].suffix}`;
}

/**
 * The state of a credential's form. With `testFirst` it is kept only after a test that passed on the screen; without, the
 * test that keeping always makes is enough. `off` is why this person may not use it. Secrets live in their inputs alone, and
 * are cleared once they are kept.
 */
export function useCredentialForm(
  { secret, namespace, hosts, offered = credentialKinds, taken = [], replaces }: NewCredential,
  actions: CredentialActions,
  { testFirst, off, onKept }: { testFirst?: boolean; off?: string | false; onKept: (name: string) => void },
) {
  const t = useTranslations("credentialForm");
  const test = useAction();
  const keep = useAction();
  const box = useRef<HTMLDivElement>(null);
  /** Counts what was typed, so that a test says nothing of what came after it was asked for. */
  const typing = useRef(0);
  const [kind, setKindAlone] = useState<CredentialKindId>(replaces?.kind ?? offered[0] ?? credentialKinds[0]);
  const [first] = useState(replaces?.settings);
  const [typed, setTyped] = useState<Settings>({});
  const settings: Settings = { ...initial(kind), ...replaces?.settings, ...typed };
  const [filled, setFilled] = useState<Record<string, boolean>>({});
  const [ownName, setOwnName] = useState(replaces?.name ?? null);
  const [expires, setExpires] = useState("");
  const [result, setResult] = useState<TestResult | null>(null);
  const [large, setLarge] = useState<string | null>(null);
  const known = kindOf(kind);
  const name = ownName ?? freeName(kind, taken);
  const clash = !replaces && taken.includes(secretKeyOf(kind, name)) && t("taken", { name });
  const passed = result?.passed || !known.test;

  const forget = () => {
    test.forget();
    keep.forget();
    setLarge(null);
  };
  const changed = () => {
    typing.current += 1;
    setResult(null);
    forget();
  };
  const secrets = () => [
    ...(box.current?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("[data-part]") ?? []),
  ];
  const asked = () => ({
    kind,
    name,
    // What may be left out and was is not sent; what may not is, so that it is asked for.
    settings: Object.fromEntries(
      Object.entries(settings).filter(([field, value]) => value !== "" || !known.fields[field]?.optional),
    ),
    values: Object.fromEntries(
      secrets()
        .map((input) => [input.dataset.part ?? "", input.value] as const)
        .filter(([, value]) => value !== ""),
    ),
  });
  const runTest = async () => {
    setResult(null);
    forget();
    const before = typing.current;
    const tested = await test.run((key) => actions.test(asked(), key));
    if (tested?.ok && before === typing.current) setResult(tested.value);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (testFirst && !passed) return runTest();
    if (!passed) setResult(null);
    forget();
    const given = {
      ...asked(),
      expiresAt: endOfDay(expires),
      replaces: replaces?.id ?? null,
      version: replaces?.version ?? null,
      seenOutside: replaces?.seenOutside ?? null,
    };
    const kept = await keep.run((key) => actions.keep(given, key));
    if (kept?.ok) {
      for (const input of secrets()) input.value = "";
      onKept(name);
    } else if (kept?.detail) setResult(kept.detail as TestResult);
  };
  const whole =
    known.parts.every(({ suffix, optional }) => optional || filled[suffix]) &&
    Object.entries(known.fields).every(([field, { optional }]) => optional || settings[field] !== "");
  return {
    ...{
      secret,
      namespace,
      hosts,
      offered,
      replaces,
      box,
      kind,
      settings,
      name,
      clash,
      expires,
      result,
      large,
    },
    ...{ runTest, submit, testFirst, passed, setExpires, setLarge },
    off: off ?? false,
    /** Whether anything secret was given, or all where nothing secret is needed. */
    typed: Object.values(filled).some(Boolean) || (known.parts[0].optional === true && whole),
    setKind: (chosen: CredentialKindId) => {
      setKindAlone(chosen);
      setTyped({});
      setFilled({});
      changed();
    },
    setName: (text: string) => {
      setOwnName(text);
      forget();
    },
    setSetting: (field: string, value: string | boolean) => {
      setTyped((before) => ({ ...before, [field]: value }));
      changed();
    },
    /** Enter does what comes next: the test first, where the button that keeps waits for it. */
    onEnter: (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !testFirst || passed || off) return;
      event.preventDefault();
      void runTest();
    },
    /** Told of a secret part that was typed, pasted or emptied. */
    noteSecret: (suffix: string, text: string) => {
      setFilled((before) => ({ ...before, [suffix]: text !== "" }));
      changed();
    },
    /** What another person set a field to while this one typed in it. */
    clashAt: (field: string) => {
      const now = replaces?.settings[field];
      return clashes(typed[field], first?.[field], now) ? t("clash", clashOf(now)) : undefined;
    },
    forget,
    testing: test.pending,
    keeping: keep.pending,
    refusal: keep.refusal ?? test.refusal,
    blamed: result?.cause ? blamed(kind, result.cause) : null,
    /** Why it cannot be kept yet, as a sentence. */
    why:
      off ||
      (clash ? t("whyName") : !whole ? t("whyPaste") : testFirst && !passed ? t("whyTest") : undefined),
  };
}

export type CredentialFormState = ReturnType<typeof useCredentialForm>;
