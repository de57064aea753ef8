import { answersChat } from "#lib/domain/credentials/kinds/index.ts";
import type { SessionDetail } from "#lib/domain/sessions/data.ts";
import { hasModelList, opens, type Usable } from "#lib/domain/sessions/usable.ts";
import { providerOf } from "#lib/domain/tiers/rules.ts";

/** What stands in the launch form, as text. */
export type LaunchFields = {
  title: string;
  prompt: string;
  websiteUrl: string;
  model: string;
  credentialId: string;
  /** Further ones. */
  credentialIds: string[];
  resourceClass: string;
  timeoutMinutes: string;
  inactivityMinutes: string;
};

/** The part of it that is about the model and who opens it. */
type Chosen = Pick<LaunchFields, "model" | "credentialId" | "credentialIds">;

/** What the form knows of a credential. */
export type Choice = Pick<Usable, "id" | "kind" | "name" | "model" | "testPassed" | "files" | "variables"> & {
  label: string;
};

/** The credential that opens a model: the wanted one if it does, else the first of its provider that did not fail its test. */
export function credentialFor(
  model: string,
  credentials: Pick<Usable, "id" | "kind" | "testPassed">[],
  wanted?: string,
): string {
  const wantedOne = credentials.find((row) => row.id === wanted && opens(row.kind, model));
  const kind = providerOf(model);
  const fitting = credentials.filter((row) => row.kind === kind);
  const chosen = wantedOne ?? fitting.find((row) => row.testPassed !== false) ?? fitting[0];
  return chosen?.id ?? "";
}

/** Whether the model is named in words, because the chosen credential's provider has no list of ours. */
export const namesModel = (
  fields: Pick<Chosen, "credentialId">,
  credentials: Pick<Usable, "id" | "kind">[],
): boolean => {
  const kind = credentials.find(({ id }) => id === fields.credentialId)?.kind;
  return kind !== undefined && answersChat(kind) && !hasModelList(kind);
};

/** The fields with another model, and a credential that opens it. */
export const withModel = <Fields extends Chosen>(
  fields: Fields,
  model: string,
  credentials: Pick<Usable, "id" | "kind" | "testPassed">[],
): Fields => ({ ...fields, model, credentialId: credentialFor(model, credentials, fields.credentialId) });

/** The fields with another credential for the model, and a model that it opens: the one that it is set to, or the first. */
export function withCredential<Fields extends Chosen>(
  fields: Fields,
  credentialId: string,
  credentials: Pick<Usable, "id" | "kind" | "model">[],
  models: readonly string[],
): Fields {
  const chosen = credentials.find(({ id }) => id === credentialId);
  const before = credentials.find(({ id }) => id === fields.credentialId);
  const next = {
    ...fields,
    credentialId,
    credentialIds: fields.credentialIds.filter((id) => id !== credentialId),
  };
  if (!chosen || !answersChat(chosen.kind)) return next;
  if (hasModelList(chosen.kind)) {
    if (opens(chosen.kind, fields.model)) return next;
    return { ...next, model: models.find((model) => opens(chosen.kind, model)) ?? fields.model };
  }
  return before?.kind === chosen.kind && !chosen.model ? next : { ...next, model: chosen.model ?? "" };
}

/** Those of a session's credentials that are in its project still, in their order, by the names that it knows them by. */
const bound = (source: Pick<SessionDetail, "credentialRefs">, credentials: Usable[]): Usable[] =>
  source.credentialRefs.flatMap((name) => credentials.find(({ secretKey }) => secretKey === name) ?? []);

/**
 * The form's first values: those of the session that is cloned, else the tier's first model that a credential opens. Of a
 * clone neither the person nor a key is taken over: its credentials are bound again by name, the model's else by kind.
 */
export function fieldsFrom(
  source: SessionDetail | null,
  credentials: Usable[],
  models: readonly string[],
): LaunchFields {
  const known = source ? bound(source, credentials) : [];
  const first = known.find(({ kind }) => answersChat(kind));
  if (source) {
    const own = first && !hasModelList(first.kind);
    const model = own || models.includes(source.model) ? source.model : (models[0] ?? "");
    const credentialId = credentialFor(model, credentials, first?.id);
    return {
      title: source.title,
      prompt: source.prompt,
      websiteUrl: source.websiteUrl ?? "",
      model,
      credentialId,
      credentialIds: known.map(({ id }) => id).filter((id) => id !== credentialId && id !== first?.id),
      resourceClass: source.resourceClass,
      timeoutMinutes: String(Math.max(1, Math.round(source.timeoutSeconds / 60))),
      inactivityMinutes: String(Math.max(1, Math.round(source.inactivityTimeoutSeconds / 60))),
    };
  }
  const opened = models.find((name) => credentialFor(name, credentials) !== "");
  const other = credentials.find(({ kind }) => answersChat(kind) && !hasModelList(kind));
  const model = opened ?? (other ? (other.model ?? "") : (models[0] ?? ""));
  return {
    title: "",
    prompt: "",
    websiteUrl: "",
    model,
    credentialId: opened || !other ? credentialFor(model, credentials) : other.id,
    credentialIds: [],
    resourceClass: "small",
    timeoutMinutes: "30",
    inactivityMinutes: "10",
  };
}

/** How many fields differ, and which. */
export function differing(initial: LaunchFields, now: LaunchFields): (keyof LaunchFields)[] {
  return (Object.keys(initial) as (keyof LaunchFields)[]).filter(
    (key) => String(initial[key]) !== String(now[key]),
  );
}
