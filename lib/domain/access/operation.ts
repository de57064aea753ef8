import { z } from "zod";
import type { PlatformTx, TenantTx, UserTx } from "#lib/infra/db/transaction.ts";
import type { FileAnswer } from "#lib/infra/http/file.ts";
import type { Caller } from "./caller.ts";
import type { PlatformCommand, TenantCommand, UserCommand } from "./command.ts";
import type { OrganizationPermission, PlatformPermission, ProjectPermission, Scope } from "./permissions.ts";
import type { ProjectScope, TenantScope } from "./scope.ts";

export type Method = "get" | "post" | "patch" | "put" | "delete";

/** The parts of the API, in the order of its document. */
export const tags = {
  me: "Who calls.",
  organizations: "Organizations that the caller belongs to.",
  projects: "Projects of an organization.",
  members: "People in an organization and in its projects.",
  invitations: "Invitations to an organization.",
  sessions: "Agent sessions of a project.",
  credentials:
    "What projects and organizations bring for providers, trackers and repositories, without its values.",
  access: "Who may do what, and why.",
  audit: "Who did what.",
  domains: "Mail domains that the organization has proved to be its own.",
  groups: "Roles that groups of an identity provider bring.",
  keys: "Keys of people and services.",
  usage: "What was used of models.",
  gateways:
    "Where models are called: what gateways ask and report, and tokens for those that verify by themselves.",
  exports: "Files of the audit log, and of everything an organization has.",
  joining: "Who asks to be let in, and where the caller could come in.",
  platform: "What the platform's own staff does. To everybody else there is no such thing.",
} as const;
export type Tag = keyof typeof tags;

/** What a request said, parsed. `ifMatch` is the version that `If-Match` names; null for none. */
export type Parsed<P, Q, B> = { params: P; query: Q; body: B; ifMatch: number | null };

type Shape = z.ZodObject;
type Of<S extends z.ZodType | undefined> = S extends z.ZodType ? z.infer<S> : Record<string, never>;

/** Everything of an operation that its caller can see: what the OpenAPI document is made from. */
export type Described = {
  /** Unique, in camel case: the name of the client's function. */
  id: string;
  method: Method;
  /** Below /api/v1, with {names} of `params`. */
  path: `/${string}`;
  tag: Tag;
  summary: string;
  description?: string;
  params?: Shape;
  query?: Shape;
  body?: z.ZodType;
  /** Null for an answer without a body. */
  output: z.ZodType | null;
  /** Media types of an answer that is a file. */
  file?: readonly string[];
  status: 200 | 201 | 202 | 204;
  /** Answers carry an ETag, and changes may be made on condition of it. */
  versioned?: boolean;
};

/**
 * What a gateway may ask, which proves itself by headers of its own and bears nobody's key, or (`open`) anybody at all. It is
 * described like an operation and answered by a route of its own.
 */
export type GatewayOperation = Described & { output: z.ZodType; open?: true };

/** Whether the caller may still have the answer at that moment: for one that takes long. */
type Still = { still: () => Promise<boolean> };

/** What a read is given: a door that is open, and who looks. */
type Reads = {
  /** A service has no door of its own. */
  own: { tx: UserTx | null };
  organization: { tx: TenantTx; scope: TenantScope } & Still;
  project: { tx: TenantTx; scope: ProjectScope } & Still;
  platform: {
    tx: PlatformTx;
    /** The same door again, for what is read after the answer has begun. */
    within: <T>(work: (tx: PlatformTx) => Promise<T>) => Promise<T>;
  } & Still;
};

type Permissions = {
  own: null;
  organization: OrganizationPermission | null;
  project: ProjectPermission;
  platform: PlatformPermission;
};

/** Finds the slug of the project that a request is about; null for none the caller can see. */
type Locate<P, Q, B> = (
  context: Parsed<P, Q, B> & { tx: TenantTx; scope: TenantScope },
) => Promise<string | null> | string | null;

/** What a read answers: a value, with `version` where it has one, or a file. Null for "there is no such thing". */
export type Answer = { value: unknown; version?: number } | { file: FileAnswer };
/** An answer that others have a part in, such as the cluster: `later` runs when the transaction is over. */
export type Later<A> = { later: () => Promise<A | null> };

/** An operation as the route runs it, with its types erased. */
export type Operation = Described &
  (
    | {
        does: "read";
        at: keyof Reads;
        permission: Permissions[keyof Reads];
        /** What a key needs to read what has no permission to go by; left out, `readingScope`. */
        scope?: Scope;
        /** What is a person's own, beyond any organization: for nobody who comes with a key of ours. */
        everywhere?: true;
        locate?: Locate<unknown, unknown, unknown>;
        read(
          context: Parsed<unknown, unknown, unknown> & { caller: Caller } & Reads[keyof Reads],
        ): Promise<Answer | Later<Answer> | null>;
      }
    | {
        does: "change";
        at: keyof Reads;
        // The erased command takes whatever its own schema lets through.
        command:
          | TenantCommand<"organization" | "project", z.ZodType, unknown, unknown>
          | PlatformCommand<z.ZodType, unknown>
          | UserCommand<z.ZodType, unknown>;
        /** What a key needs for a change of a person's own, which has no permission to go by. */
        scope?: Scope;
        locate?: Locate<unknown, unknown, unknown>;
        input(parsed: Parsed<unknown, unknown, unknown>): unknown;
        show(value: unknown, parsed: Parsed<unknown, unknown, unknown>): unknown;
      }
  );

type Common<P extends Shape | undefined, Q extends Shape | undefined, Out extends z.ZodType | null> = Omit<
  Described,
  "params" | "query" | "body" | "output" | "status"
> & { params?: P; query?: Q; output: Out; status?: Described["status"] };

type Found<Out extends z.ZodType | null> = Out extends z.ZodType
  ? { value: z.input<Out>; version?: number }
  : { file: FileAnswer };

/** Something to look at: `read` answers it, or null for "there is no such thing". Without an output it is a file. */
export function readOperation<
  At extends keyof Reads,
  Out extends z.ZodType | null,
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
>(
  operation: Omit<Common<P, Q, Out>, "method"> & {
    at: At;
    permission: Permissions[At];
    scope?: Scope;
    everywhere?: At extends "own" ? true : never;
    locate?: Locate<Of<P>, Of<Q>, Record<string, never>>;
    read(
      context: Parsed<Of<P>, Of<Q>, Record<string, never>> & { caller: Caller } & Reads[At],
    ): Promise<Found<Out> | Later<Found<Out>> | null>;
  },
): Operation {
  return { status: 200, ...operation, method: "get", does: "read" } as unknown as Operation;
}

type Input<Schema extends z.ZodType, P, Q, B> = (parsed: Parsed<P, Q, B>) => z.input<Schema>;
/**
 * A change. `input` turns the request into what the command takes, left out where that is the body (or nothing); `show` turns
 * its value into the answer, left out where the output says which part of it.
 */
export function changeOperation<
  At extends keyof Reads,
  Schema extends z.ZodType,
  T,
  Prepared,
  Out extends z.ZodType | null,
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  operation: Common<P, Q, Out> & {
    at: At;
    body?: B;
    command: At extends "platform"
      ? PlatformCommand<Schema, T>
      : At extends "own"
        ? UserCommand<Schema, T>
        : TenantCommand<Exclude<At, "platform" | "own">, Schema, T, Prepared>;
    scope?: At extends "own" ? Scope : never;
    locate?: Locate<Of<P>, Of<Q>, Of<B>>;
    show?(value: T, parsed: Parsed<Of<P>, Of<Q>, Of<B>>): Out extends z.ZodType ? z.input<Out> : undefined;
  } & (Of<B> extends z.input<Schema>
      ? { input?: Input<Schema, Of<P>, Of<Q>, Of<B>> }
      : { input: Input<Schema, Of<P>, Of<Q>, Of<B>> }),
): Operation {
  const input = ({ body }: { body: unknown }) => body ?? {};
  const show = (value: unknown) => value;
  const status = operation.output === null ? 204 : 200;
  return { status, input, show, ...operation, does: "change" } as unknown as Operation;
}

/** A time in an answer: a Date, or what one became in an answer that was kept for a repeated request. */
export const instant = z
  .union([z.date(), z.string()])
  .transform((value) => (typeof value === "string" ? value : value.toISOString()))
  .pipe(z.iso.datetime());

/** One page of a list. `next` goes into `after` for the page behind it; null on the last one. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

/** A place in a list, to whoever calls an opaque text: the sort key of the last row seen. */
const cursor = <Key extends z.ZodType>(key: Key) =>
  z
    .string()
    .max(500)
    .transform((text, context): z.infer<Key> => {
      try {
        const read = key.safeParse(JSON.parse(Buffer.from(text, "base64url").toString()));
        if (read.success) return read.data;
      } catch {
        // Not one of ours.
      }
      context.addIssue({ code: "custom", message: "cursor_form" });
      return z.NEVER;
    });

/** The text that `paging` reads a sort key from. */
export const cursorOf = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString("base64url");

/** What a list takes, whose rows are in the order of `key`. */
export const paging = <Key extends z.ZodType>(key: Key) =>
  z.object({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    after: cursor(key).optional().meta({ description: "`next` of the page before." }),
  });

/** What answers hold of one page, as a list of the database gives it: `next` is the key of its last row. */
export const pageFrom = <Row>(rows: readonly Row[], next: unknown) => ({
  items: [...rows],
  next: next === null ? null : cursorOf(next),
});

/** Makes a page of the rows that were read, of which one more than `limit` was asked for. */
export function pageOf<Row, Item = Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => unknown,
  show: (row: Row) => Item = (row) => row as unknown as Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return pageFrom(shown.map(show), last === undefined ? null : keyOf(last));
}

type Key = string | readonly string[];

/** The order of keys: by code unit, part by part, as it is the same for every locale. */
function compare(one: Key, other: Key): number {
  const [left, right] = [[one].flat(), [other].flat()];
  for (const [at, part] of left.entries()) if (part !== right[at]) return part < (right[at] ?? "") ? -1 : 1;
  return 0;
}

/** Makes a page of a list that is read whole because it is short. */
export function pageOfAll<Row>(
  rows: readonly Row[],
  { limit, after }: { limit: number; after?: Key },
  keyOf: (row: Row) => Key,
) {
  const behind = rows
    .filter((row) => after === undefined || compare(keyOf(row), after) > 0)
    .sort((one, other) => compare(keyOf(one), keyOf(other)));
  return pageOf(behind, limit, keyOf);
}

/** Where a list of the database begins for a request that names the last row it has seen: such lists are newest first. */
export const behind = (after: string | undefined) => ({ before: after ?? null, after: null });

/** The project that a request is about, by its name: as a parameter, and in the address. */
export const projectName = z
  .string()
  .min(1, "required")
  .max(63)
  .meta({ description: "Name of the project." });
export const inProject = ({ query }: { query: { project: string } }): string => query.project;
export const projectPath = z.object({ project: z.string().max(63) });
export const inProjectPath = ({ params }: { params: { project: string } }): string => params.project;
