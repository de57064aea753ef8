import { z } from "zod";

/** Names are chosen by people, so each ends with what no name has; an id is as long as every other. */
const placeholder = /\{(organization|project)\}(?=[/:._])|\{(organization|project)Id\}/g;

/**
 * A store with what each project's (or organization's) keys in it begin with. The operator reads all of a ClusterSecretStore for everybody, so what
 * keeps organizations apart there is the prefix.
 */
export const externalStores = z
  .array(
    z.strictObject({
      kind: z.enum(["SecretStore", "ClusterSecretStore"]).default("ClusterSecretStore"),
      name: z.string().regex(/^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$/),
      prefix: z
        .string()
        .max(500)
        .default("")
        .refine(
          (prefix) => !/[{}]/.test(prefix.replaceAll(placeholder, "")),
          "takes {organization} and {project}, each before one of / : . _ and {organizationId} and {projectId}",
        ),
      /** Who may refer to it; left out, both. */
      for: z.enum(["projects", "organizations"]).optional(),
    }),
  )
  .max(20)
  .refine(
    (stores) =>
      stores.every(
        ({ kind, prefix }) =>
          kind === "SecretStore" || /\{(organization|organizationId|projectId)\}/.test(prefix),
      ),
    "needs a prefix with {organization}, {organizationId} or {projectId} for each ClusterSecretStore",
  );
