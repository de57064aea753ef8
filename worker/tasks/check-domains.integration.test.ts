import "#test/provided.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordOf } from "#lib/domain/domains/rules.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { type Dns, startDns } from "#scripts/demo/dns.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { makeOrganization, uniqueName } from "#test/world.ts";
import { checkDomains } from "./check-domains.ts";

let db: TestDatabase;
let dns: Dns;
const records = new Map<string, string[]>();

beforeAll(async () => {
  db = await createTestDatabase();
  dns = await startDns((name) => records.get(name));
});
afterAll(async () => {
  await dns?.close();
  await prisma().$disconnect();
  await db?.drop();
});

test("a domain whose record is gone for three days in a row counts no more; silence says nothing of it", async () => {
  const { id: organizationId } = await makeOrganization(db.app);
  const known = { domain: `${uniqueName("d")}.example`, challenge: "abc" };
  const times = { verifiedAt: new Date(), checkedAt: new Date() };
  const { id } = await withPlatform((tx) =>
    tx.domain.create({ data: { organizationId, ...known, ...times } }),
  );
  const { name, text } = recordOf(known);
  const state = () => withPlatform((tx) => tx.domain.findUniqueOrThrow({ where: { id } }));
  const later = (days: number) => Date.now() + days * 1.1 * 86_400_000;

  expect(await checkDomains(["127.0.0.1:1"], later(1))).toBe(0);
  expect((await state()).failures).toBe(0);
  for (const days of [1, 2]) expect(await checkDomains([dns.address], later(days))).toBe(0);
  expect((await state()).failures).toBe(2);
  // Seen again once, the count begins anew.
  records.set(name, ["something else", text]);
  expect(await checkDomains([dns.address], later(3))).toBe(0);
  expect((await state()).failures).toBe(0);
  records.delete(name);
  for (const days of [4, 5]) expect(await checkDomains([dns.address], later(days))).toBe(0);
  expect(await checkDomains([dns.address], later(6))).toBe(1);
  expect((await state()).verifiedAt).toBeNull();
  const audit = await withPlatform((tx) => tx.auditEvent.findMany({ where: { organizationId } }));
  expect(audit).toMatchObject([{ action: "domains.lapse", actorKind: "system" }]);
});
