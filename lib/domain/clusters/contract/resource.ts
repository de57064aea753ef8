import { z } from "zod";
import { API_VERSION, type CelRule, objectMeta } from "./meta.ts";

/** A column of `kubectl get`. */
export interface PrinterColumn {
  name: string;
  type: "string" | "integer" | "date" | "boolean";
  jsonPath: string;
  description?: string;
  priority?: number;
}

export interface CustomResource<Spec extends z.ZodObject, Status extends z.ZodObject> {
  kind: string;
  plural: string;
  singular: string;
  shortNames: string[];
  scope: "Cluster" | "Namespaced";
  description: string;
  columns: PrinterColumn[];
  /** Rules over the whole object, metadata.name included. */
  rules: CelRule[];
  spec: Spec;
  status: Status;
}

/**
 * Completes the definition of one kind: `schema` parses an object read from the API server, and the rest is what both the
 * Kubernetes client (`apiVersion`, `kind`, `plural`, `namespaced`) and the CRD generator need.
 */
export function customResource<Kind extends string, Spec extends z.ZodObject, Status extends z.ZodObject>(
  definition: CustomResource<Spec, Status> & { kind: Kind },
) {
  const schema = z.object({
    apiVersion: z.literal(API_VERSION),
    kind: z.literal(definition.kind),
    metadata: objectMeta,
    spec: definition.spec,
    status: definition.status.optional(),
  });
  return {
    ...definition,
    apiVersion: API_VERSION,
    namespaced: definition.scope === "Namespaced",
    schema,
    /** Parses one object; throws ZodError when the API server holds something the contract does not know. */
    read: (raw: unknown) => schema.parse(withoutNul(raw)),
  };
}

/** The API server takes a NUL within a text, and Postgres refuses it: it is left out at the border. */
function withoutNul(raw: unknown): unknown {
  const text = JSON.stringify(raw);
  return text?.includes("\\u0000") ? JSON.parse(text.replaceAll("\\u0000", "")) : raw;
}
