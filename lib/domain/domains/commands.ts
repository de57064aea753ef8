import { tenantCommand } from "#lib/domain/access/command.ts";
import { done, refused } from "#lib/domain/outcome.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { lookUpTexts } from "#lib/infra/dns.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { addDomain, removeDomain, updateDomain, verifyDomain } from "./mutations.ts";
import { recordOf } from "./rules.ts";
import { addDomainInput, domainInput, updateDomainInput } from "./schema.ts";

const target = (id: string | undefined, name: string | undefined) => ({
  target: { kind: "domain", id, name },
});

/** Notes a domain, with the record that is to prove it. */
export const addDomainCommand = tenantCommand({
  name: "domains.add",
  at: "organization",
  permission: "domains:manage",
  input: addDomainInput,
  run: async ({ tx, scope, input: { domain } }) => {
    const added = await addDomain(tx, scope, domain);
    return { ...added, audit: target(added.ok ? added.value.id : undefined, domain) };
  },
});

/** Looks for the record, and counts the domain if it is there. */
export const verifyDomainCommand = tenantCommand({
  name: "domains.verify",
  at: "organization",
  permission: "domains:manage",
  input: domainInput,
  prepare: async ({ scope, input: { domainId } }) => {
    const found = await withTenant(scope, (tx) => tx.domain.findUnique({ where: { id: domainId } }));
    if (!found) return refused("not_found");
    const record = recordOf(found);
    const answer = await lookUpTexts(record.name, webEnv().PORTICO_DNS_SERVERS);
    if (!answer.ok && answer.cause === "unreachable") return refused("dns_unreachable");
    if (answer.ok && answer.texts.includes(record.text)) return done();
    return refused("domain_unproved", { values: { name: record.name } });
  },
  run: async ({ tx, input: { domainId } }) => {
    const verified = await verifyDomain(tx, domainId);
    return { ...verified, audit: target(domainId, verified.ok ? verified.value.domain : undefined) };
  },
});

/** Says how people with an address in the domain come in. */
export const updateDomainCommand = tenantCommand({
  name: "domains.update",
  at: "organization",
  permission: "domains:manage",
  input: updateDomainInput,
  run: async ({ tx, input }) => {
    const updated = await updateDomain(tx, input);
    const { domainId, joining, role } = input;
    if (!updated.ok)
      return { ...updated, audit: { ...target(domainId, undefined), detail: { joining, role } } };
    const { domain, detail } = updated.value;
    return { ...updated, audit: { ...target(domainId, domain), detail } };
  },
});

/** Lets the domain go. */
export const removeDomainCommand = tenantCommand({
  name: "domains.remove",
  at: "organization",
  permission: "domains:manage",
  input: domainInput,
  run: async ({ tx, input: { domainId } }) => {
    const removed = await removeDomain(tx, domainId);
    if (!removed.ok) return { ...removed, audit: target(domainId, undefined) };
    const { domain, rolesEnded } = removed.value;
    return { ...removed, audit: { ...target(domainId, domain), detail: { rolesEnded } } };
  },
});
