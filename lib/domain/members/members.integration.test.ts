import "#test/provided.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { makeOrganization, makeViewer, type TestOrganization } from "#test/world.ts";
import { listOpenInvitations } from "./data.ts";
import { acceptInvitation } from "./mutations.ts";

let db: TestDatabase;
let organization: TestOrganization;

beforeAll(async () => {
  db = await createTestDatabase();
  organization = await makeOrganization(db.app);
});
afterAll(async () => {
  await prisma().$disconnect();
  await db?.drop();
});

const hours = (n: number) => new Date(Date.now() + n * 3_600_000);
const invite = (email: string, expiresAt = hours(72)) =>
  withPlatform((tx) =>
    tx.invitation.create({ data: { organizationId: organization.id, email, role: "member", expiresAt } }),
  );
const accept = (person: { userId: string; email: string }, id: string) =>
  withTenant({ organizationId: organization.id, userId: person.userId }, (tx) =>
    acceptInvitation(tx, person, id),
  );

test("an invitation is found by its address in any letter case, and not once it is used or over", async () => {
  const viewer = await makeViewer(db.app);
  const email = viewer.email ?? "";
  const over = await invite(email, hours(-1));
  expect(await listOpenInvitations(email)).toEqual([]);
  await withPlatform((tx) =>
    tx.invitation.update({ where: { id: over.id }, data: { revokedAt: new Date() } }),
  );
  const open = await invite(email);
  expect((await listOpenInvitations(email.toUpperCase())).map((row) => row.id)).toEqual([open.id]);
  expect(await accept({ userId: viewer.userId, email }, open.id)).toMatchObject({ ok: true });
  expect(await listOpenInvitations(email)).toEqual([]);
});

test("an invitation works for the address it was sent to and for no other", async () => {
  const viewer = await makeViewer(db.app);
  const { id } = await invite("somebody@else.example");
  expect(await accept({ userId: viewer.userId, email: viewer.email ?? "" }, id)).toMatchObject({
    reason: "invitation_over",
  });
});

test("an invitation is no pattern: an address with an underscore does not open another's", async () => {
  const { id } = await invite("axb@pattern.example");
  expect(await listOpenInvitations("a_b@pattern.example")).toEqual([]);
  const viewer = await makeViewer(db.app);
  const stranger = { userId: viewer.userId, email: "a_b@pattern.example" };
  expect(await accept(stranger, id)).toMatchObject({ reason: "invitation_over" });
});

test("an invitation raises a member's role, and never lowers one", async () => {
  const viewer = await makeViewer(db.app);
  const person = { userId: viewer.userId, email: viewer.email ?? "" };
  const roles = ["member", "admin", "billing"];
  for (const role of roles) {
    const { id } = await withPlatform((tx) =>
      tx.invitation.create({
        data: { organizationId: organization.id, email: person.email, role, expiresAt: hours(1) },
      }),
    );
    expect(await accept(person, id)).toMatchObject({ ok: true });
  }
  const rows = await withPlatform((tx) => tx.membership.findMany({ where: { userId: viewer.userId } }));
  expect(rows).toMatchObject([{ role: "admin" }]);
});

test("one invitation accepted 50 times at once makes one membership", async () => {
  const viewer = await makeViewer(db.app);
  const person = { userId: viewer.userId, email: viewer.email ?? "" };
  const { id } = await invite(person.email);
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => accept(person, id)));
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
  const rows = await withPlatform((tx) => tx.membership.count({ where: { userId: viewer.userId } }));
  expect(rows).toBe(1);
}, 60_000);
