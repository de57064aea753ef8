import type { z } from "zod";

/** Under which heading a kind is offered. */
export const credentialGroups = ["models", "trackers", "git", "registries", "other"] as const;
export type CredentialGroup = (typeof credentialGroups)[number];

/** How one field is asked for. Its words are under `credentialKinds.<kind>.<its name>`. */
export type Control =
  /** `text` takes several lines, pasted or from a file. */
  | { control: "line" | "text"; initial?: string }
  | { control: "choice"; options: readonly string[]; initial: string }
  | { control: "switch"; initial: boolean };

/** A setting's field. */
export type SettingField = Control & {
  /** May be left out. */
  optional?: true;
  /** Few need it, so the form has it folded away. */
  rare?: true;
  /** Says neither where the value is sent nor how the other end is known, so it may change without the value (`../aims.ts`). */
  aim?: false;
};

/** One secret part of a credential; each is one key of the Secret. */
export type Part = {
  /** The end of its key, such as `api-key`; also its name in `values`. */
  suffix: string;
  control: "line" | "text";
  schema: z.ZodType<string, string>;
  /** May be left out. A primary part that is left out stands in the Secret as an empty value. */
  optional?: true;
};

/**
 * How one thing reaches a session that names the credential: a part as a file (called like its key in the Secret; `variable`
 * holds its path), or a part or a setting as a variable of the environment. Whatever is not listed stays behind.
 */
export type Handed =
  | { as: "file"; part: string; variable?: string }
  | { as: "environment"; variable: string; part: string }
  | { as: "environment"; variable: string; value: string };

/** What Portico knows of one kind of credential. Runs in the browser too: how it is tested is in `../check`. */
export type KindOf<Settings extends z.ZodObject> = {
  group: CredentialGroup;
  /** Where its provider says how to make one. */
  docs: string;
  /** What is not secret. Kept in Postgres and beside the value; its messages are reasons. */
  settings: Settings;
  fields: Record<Extract<keyof z.output<Settings>, string>, SettingField>;
  /** The first one is the primary: its key in the Secret is what a session names. */
  parts: readonly [Part, ...Part[]];
  handover(settings: z.output<Settings>): Handed[];
  /** Whether it can be tested with its provider. */
  test: boolean;
  /** The chat API that its provider speaks, if the chat agent can call it. */
  protocol: "anthropic" | "openai" | null;
};

// biome-ignore lint/suspicious/noExplicitAny: a kind of any settings
export type CredentialKind = KindOf<z.ZodObject<any>>;

export const defineKind = <Settings extends z.ZodObject>(kind: KindOf<Settings>): KindOf<Settings> => kind;
