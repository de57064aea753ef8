import { z } from "zod";
import { conditions, DNS_LABEL, text } from "./meta.ts";
import { customResource } from "./resource.ts";

const spec = z.object({
  displayName: text(120).min(1),
  tier: z.string().min(1).max(63).regex(DNS_LABEL).default("standard"),
  contact: text(320).optional(),
  suspended: z.boolean().default(false).meta({ description: "Suspends every project of this tenant." }),
});

const status = z.object({
  projects: z.int().min(0).default(0),
  conditions,
  observedGeneration: z.int().min(0).default(0),
});

/** An organization, cluster-scoped; its name is the organization's slug. */
export const tenantResource = customResource({
  kind: "Tenant",
  plural: "tenants",
  singular: "tenant",
  shortNames: ["ptenant"],
  scope: "Cluster",
  description: "An organization that owns projects.",
  columns: [
    { name: "Tier", type: "string", jsonPath: ".spec.tier" },
    { name: "Projects", type: "integer", jsonPath: ".status.projects" },
    { name: "Ready", type: "string", jsonPath: ".status.conditions[?(@.type=='Ready')].status" },
    { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
  ],
  rules: [
    {
      rule: "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$')",
      message: "A tenant's name is one DNS label of at most 63 characters.",
    },
  ],
  spec,
  status,
});

export type Tenant = z.output<typeof tenantResource.schema>;
/** What a writer of a Tenant sends: defaults may be left out. */
export type TenantSpecInput = z.input<typeof spec>;
