import type { UsableCredential } from "#lib/domain/credentials/data.ts";
import type { SessionDetail } from "#lib/domain/sessions/data.ts";
import { providerOf } from "#lib/domain/tiers/rules.ts";

/** What stands in the launch form, as text. */
export type LaunchFields = {
  title: string;
  prompt: string;
  websiteUrl: string;
  model: string;
  credentialId: string;
  resourceClass: string;
  timeoutMinutes: string;
  inactivityMinutes: string;
};

/** The credential that opens a model: the wanted one if it does, else the first of its provider that did not fail its test. */
export function credentialFor(
  model: string,
  credentials: Pick<UsableCredential, "id" | "kind" | "testPassed">[],
  wanted?: string,
): string {
  const kind = providerOf(model);
  const fitting = credentials.filter((row) => row.kind === kind);
  const chosen =
    fitting.find((row) => row.id === wanted) ?? fitting.find((row) => row.testPassed !== false) ?? fitting[0];
  return chosen?.id ?? "";
}

/**
 * The form's first values: those of the session that is cloned, else the tier's first model that a credential opens. Of a
 * clone neither the person nor the key is taken over: its credential is bound again by name, else by kind.
 */
export function fieldsFrom(
  source: SessionDetail | null,
  credentials: UsableCredential[],
  models: readonly string[],
): LaunchFields {
  if (source) {
    const model = models.includes(source.model) ? source.model : (models[0] ?? "");
    return {
      title: source.title,
      prompt: source.prompt,
      websiteUrl: source.websiteUrl ?? "",
      model,
      credentialId: credentialFor(model, credentials, source.credential?.id),
      resourceClass: source.resourceClass,
      timeoutMinutes: String(Math.max(1, Math.round(source.timeoutSeconds / 60))),
      inactivityMinutes: String(Math.max(1, Math.round(source.inactivityTimeoutSeconds / 60))),
    };
  }
  const model = models.find((name) => credentialFor(name, credentials) !== "") ?? models[0] ?? "";
  return {
    title: "",
    prompt: "",
    websiteUrl: "",
    model,
    credentialId: credentialFor(model, credentials),
    resourceClass: "small",
    timeoutMinutes: "30",
    inactivityMinutes: "10",
  };
}

/** How many fields differ, and which. The credential is named apart, because it is bound again. */
export function differing(initial: LaunchFields, now: LaunchFields): (keyof LaunchFields)[] {
  return (Object.keys(initial) as (keyof LaunchFields)[]).filter((key) => initial[key] !== now[key]);
}
