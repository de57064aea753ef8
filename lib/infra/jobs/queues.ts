import type { z } from "zod";

/** A kind of job: its name, the schema of its payload (keys only, never content), and how it is retried. */
export type JobKind<Schema extends z.ZodType> = {
  readonly name: string;
  readonly payload: Schema;
  /** Longest time one run may take, in seconds. */
  readonly expireInSeconds: number;
  readonly retryLimit: number;
};

export const defineJob = <Schema extends z.ZodType>(kind: JobKind<Schema>): JobKind<Schema> => kind;
