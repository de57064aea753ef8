import { z } from "zod";

/** So many boxes of the matrix are changed at once. */
export const MOST_BINDINGS = 500;

const binding = z.object({ credentialId: z.uuid(), projectId: z.uuid() });
export type Binding = z.infer<typeof binding>;

const bindings = z.array(binding).max(MOST_BINDINGS, "too_many").default([]);

/** Which projects are to have which of the organization's credentials, and which no longer: only what changes. */
export const bindingsInput = z
  .object({ bind: bindings, unbind: bindings })
  .refine(({ bind, unbind }) => bind.length + unbind.length > 0, { path: ["bind"], message: "required" })
  .refine(
    ({ bind, unbind }) => {
      const wanted = new Set(bind.map(bindingKey));
      return !unbind.some((one) => wanted.has(bindingKey(one)));
    },
    { path: ["unbind"], message: "bound_both_ways" },
  );
export type BindingsInput = z.infer<typeof bindingsInput>;

/** What tells one box of the matrix from the others. */
export const bindingKey = ({ credentialId, projectId }: Binding): string => `${credentialId}/${projectId}`;
