import { z } from "zod";
import {
  changeOperation,
  instant,
  page,
  pageOfAll,
  paging,
  readOperation,
} from "#lib/domain/access/operation.ts";
import {
  addDomainCommand,
  removeDomainCommand,
  updateDomainCommand,
  verifyDomainCommand,
} from "./commands.ts";
import { listDomains as readDomains } from "./data.ts";
import { addDomainInput, updateDomainInput } from "./schema.ts";

const domain = z
  .object({
    id: z.uuid(),
    domain: z.string(),
    joining: z.enum(["off", "ask", "auto"]),
    role: z.enum(["member", "billing"]),
    verifiedAt: instant.nullable(),
    checkedAt: instant.nullable(),
    failures: z.number().int(),
    record: z
      .object({ name: z.string(), text: z.string() })
      .meta({ description: "The TXT record that proves the domain." }),
  })
  .meta({ id: "Domain" });

const params = z.object({ domain: z.uuid() });

export const listDomains = readOperation({
  id: "listDomains",
  path: "/domains",
  tag: "domains",
  summary: "Domains of the organization, by name",
  at: "organization",
  permission: "domains:manage",
  query: paging(z.string().max(200)),
  output: page(domain),
  read: async ({ tx, scope, query }) => {
    const rows = (await readDomains(tx, scope.organizationId)).map(({ joining, role, ...row }) => ({
      ...row,
      joining: joining as "ask",
      role: role as "member",
    }));
    return { value: pageOfAll(rows, query, (row) => row.domain) };
  },
});

export const addDomain = changeOperation({
  id: "addDomain",
  method: "post",
  path: "/domains",
  tag: "domains",
  summary: "Name a domain",
  description: "It counts when its record was found: see `record` of the list, then ask for verification.",
  at: "organization",
  command: addDomainCommand,
  body: addDomainInput,
  output: z.object({ id: z.uuid() }),
  status: 201,
});

export const updateDomain = changeOperation({
  id: "updateDomain",
  method: "patch",
  path: "/domains/{domain}",
  tag: "domains",
  summary: "Say how people with an address in the domain come in",
  at: "organization",
  command: updateDomainCommand,
  params,
  body: updateDomainInput.omit({ domainId: true }),
  output: null,
  input: ({ params: { domain: domainId }, body }) => ({ ...body, domainId }),
});

export const verifyDomain = changeOperation({
  id: "verifyDomain",
  method: "post",
  path: "/domains/{domain}/verify",
  tag: "domains",
  summary: "Look for the record of a domain",
  at: "organization",
  command: verifyDomainCommand,
  params,
  output: null,
  input: ({ params: { domain: domainId } }) => ({ domainId }),
});

export const removeDomain = changeOperation({
  id: "removeDomain",
  method: "delete",
  path: "/domains/{domain}",
  tag: "domains",
  summary: "Let a domain go",
  at: "organization",
  command: removeDomainCommand,
  params,
  output: null,
  input: ({ params: { domain: domainId } }) => ({ domainId }),
});
