import { z } from "zod";

/** The line of the log that says how far a chain was sealed. Whoever keeps it can tell a chain that was made anew. */
export const checkpoint = z.object({
  event: z.literal("audit.checkpoint"),
  chain: z.uuid(),
  seq: z.string().regex(/^\d{1,18}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  mac: z.string().regex(/^[0-9a-f]{64}$/),
  key: z.string(),
});
export type Checkpoint = z.infer<typeof checkpoint>;
