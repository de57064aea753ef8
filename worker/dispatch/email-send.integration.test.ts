import "#test/provided.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { queueEmails } from "#lib/domain/emails/mutations.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { invite, resendInvitation, revokeInvitation } from "#lib/domain/invitations/mutations.ts";
import { setRole } from "#lib/domain/members/mutations.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { stopSending } from "#lib/infra/jobs/index.ts";
import { log } from "#lib/infra/log/index.ts";
import { type Inbox, startInbox } from "#scripts/demo/inbox.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeViewer, type TestOrganization, uniqueName } from "#test/world.ts";
import { sendEmail } from "./email-send.ts";

let db: TestDatabase;
let inbox: Inbox;
let organization: TestOrganization;

beforeAll(async () => {
  db = await createTestDatabase();
  inbox = await startInbox();
  organization = await makeOrganization(db.app);
});
afterAll(async () => {
  await inbox?.close();
  await stopSending();
  await prisma().$disconnect();
  await db?.drop();
});

const place = () => ({
  organizationId: organization.id,
  projectId: null,
  userId: null,
  holder: { organizationRole: "owner", projectRole: null, platformAdmin: false } as const,
});
const deps = (url: string | undefined) => ({
  mail: { url, from: "Portico <portico@portico.example>", portal: "https://portico.example" },
  log,
});
const inTenant = <T>(work: Parameters<typeof withTenant<T>>[1]) =>
  withTenant({ organizationId: organization.id }, work);
async function invited(message: string | null = null) {
  const email = `${uniqueName("m")}@mail.example`;
  const sent = await inTenant((tx) =>
    invite(tx, place(), {
      invitations: [{ email, role: "member" }],
      projectId: null,
      projectRole: null,
      until: null,
      message,
    }),
  );
  const row = sent.ok ? sent.value[0] : undefined;
  if (!row) throw new Error("not invited");
  return row;
}
const mails = (recipient: string) =>
  withPlatform((tx) => tx.email.findMany({ where: { recipient }, orderBy: { id: "asc" } }));
async function send(recipient: string, url: string | undefined) {
  for (const { id } of await mails(recipient))
    await sendEmail(deps(url), { organizationId: organization.id, emailId: id });
}
const received = (email: string) => inbox.messages().filter(({ to }) => to.includes(email));

test("an invitation goes out once with the link that opens it, also when its job runs again", async () => {
  const { id, email, nonce } = await invited("Welcome\r\nBcc: everybody@mail.example");
  await send(email, inbox.smtp);
  await send(email, inbox.smtp);
  const [message, second] = received(email);
  expect(second).toBeUndefined();
  expect(message?.text).toContain(`https://portico.example/invitations/${id}?k=${nonce}`);
  expect(message?.text).toContain("They write: Welcome Bcc: everybody@mail.example");
  expect(message?.to).toEqual([email]);
  expect((await mails(email))[0]).toMatchObject({ state: "sent", message: null });
});

test("of two sendings that wait, only the newest goes out; of one that was revoked, none", async () => {
  const { id, email } = await invited();
  await inTenant((tx) => resendInvitation(tx, place(), id));
  await send(email, inbox.smtp);
  expect(received(email)).toHaveLength(1);
  const other = await invited();
  await inTenant((tx) => revokeInvitation(tx, place(), other.id));
  await send(other.email, inbox.smtp);
  expect(received(other.email)).toEqual([]);
});

test("that a role ends is said a day before, unless it ends another day by then", async () => {
  const [giver, kept, changed] = [
    await makeViewer(db.app),
    await makeViewer(db.app),
    await makeViewer(db.app),
  ];
  for (const viewer of [giver, kept, changed]) await join(db.app, viewer, organization, "member");
  const until = new Date(Date.now() + 3 * 86_400_000);
  const give = ({ userId }: Viewer, end: Date | null) =>
    inTenant((tx) =>
      setRole(tx, { ...place(), userId: giver.userId }, userId, { role: "admin", until: end }),
    );
  await give(kept, until);
  await give(changed, until);
  await give(changed, null);
  const due = await withPlatform(
    (tx) => tx.$queryRaw<{ at: Date }[]>`select distinct start_after as at from pgboss.job
      where name = 'emails.send' and start_after > now() + interval '1 hour'`,
  );
  expect(due).toEqual([{ at: new Date(+until - 86_400_000) }]);
  for (const { email } of [kept, changed]) await send(email ?? "", inbox.smtp);
  const subjects = ({ email }: Viewer) => received(email ?? "").map(({ subject }) => subject);
  const given = `Your role in ${organization.slug}: Admin`;
  expect(subjects(kept)).toEqual(
    expect.arrayContaining([given, `Your role in ${organization.slug} ends soon`]),
  );
  expect(subjects(changed)).toEqual([given, given]);
});

test("that a role ends is said to the address that its holder has by then, and not to who is suspended", async () => {
  const [giver, moved, gone] = [await makeViewer(db.app), await makeViewer(db.app), await makeViewer(db.app)];
  for (const viewer of [giver, moved, gone]) await join(db.app, viewer, organization, "member");
  const until = new Date(Date.now() + 3 * 86_400_000);
  for (const { userId } of [moved, gone])
    await inTenant((tx) =>
      setRole(tx, { ...place(), userId: giver.userId }, userId, { role: "admin", until }),
    );
  const now = `${uniqueName("now")}@mail.example`;
  await withPlatform(async (tx) => {
    await tx.user.update({ where: { id: moved.userId }, data: { email: now } });
    await tx.user.update({ where: { id: gone.userId }, data: { suspendedAt: new Date() } });
  });
  for (const { email } of [moved, gone]) await send(email ?? "", inbox.smtp);
  expect(received(now)).toMatchObject([{ subject: `Your role in ${organization.slug} ends soon` }]);
  const given = [{ subject: `Your role in ${organization.slug}: Admin` }];
  for (const { email } of [moved, gone]) expect(received(email ?? "")).toMatchObject(given);
});

test("what is of no organization goes out too", async () => {
  const recipient = `${uniqueName("staff")}@mail.example`;
  const params = { who: "Mia", name: "Lumen", reason: "For our team" };
  await withPlatform((tx) => queueEmails(tx, null, [{ template: "organizationAsked", recipient, params }]));
  for (const { id } of await mails(recipient))
    await sendEmail(deps(inbox.smtp), { organizationId: null, emailId: id });
  expect(received(recipient)).toMatchObject([{ subject: "Mia asks for the organization Lumen" }]);
  expect(received(recipient)[0]?.text).toContain("https://portico.example/platform/approvals");
});

test("without a mail server it says so and is done", async () => {
  const { email } = await invited();
  await send(email, undefined);
  expect((await mails(email))[0]).toMatchObject({ state: "off" });
});

test("a server that is away is tried again, and the message goes out when it is back", async () => {
  const { email } = await invited();
  const away = await startInbox();
  await away.close();
  await expect(send(email, away.smtp)).rejects.toThrow();
  expect((await mails(email))[0]).toMatchObject({ state: "failed" });
  await send(email, inbox.smtp);
  expect((await mails(email))[0]).toMatchObject({ state: "sent", message: null });
  expect(received(email)).toHaveLength(1);
});

test("the inbox's page shows a message and runs nothing of it", async () => {
  const { email } = await invited("<script>alert(1)</script>");
  await send(email, inbox.smtp);
  const page = await (await fetch(inbox.url)).text();
  expect(page).toContain(email);
  expect(page).not.toContain("<script>");
  const json = (await (await fetch(`${inbox.url}/messages.json?to=${email}`)).json()) as unknown[];
  expect(json).toHaveLength(1);
});
