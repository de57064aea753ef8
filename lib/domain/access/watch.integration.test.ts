import "#test/provided.ts";
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { findViewer, type Viewer } from "#lib/domain/identity/data.ts";
import { openLoginSession } from "#lib/domain/identity/mutations.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { ChangeFeed } from "#lib/infra/db/listen.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer, type TestOrganization } from "#test/world.ts";
import { callerOfViewer } from "./caller.ts";
import { mayStill } from "./route.ts";
import { resolveTenant } from "./scope.ts";
import { tellChanges, whileAllowed } from "./watch.ts";

let db: TestDatabase;
let organization: TestOrganization;
let project: { id: string; slug: string };

beforeAll(async () => {
  db = await createTestDatabase(10);
  Object.assign(process.env, {
    PORTICO_URL: "http://localhost:3000",
    PORTICO_AUTH_SECRET: "x".repeat(32),
    PORTICO_PROVIDERS: JSON.stringify([{ type: "google", clientId: "a", clientSecret: "b" }]),
  });
  organization = await makeOrganization(db.app);
  project = await makeProject(db.app, organization);
});
afterAll(async () => {
  await prisma().$disconnect();
  await db?.drop();
});

/** Somebody with a browser that is signed in. */
async function signedIn(role: "viewer" | null = "viewer"): Promise<{ viewer: Viewer; token: string }> {
  const viewer = await makeViewer(db.app);
  await join(db.app, viewer, organization, "member");
  if (role) await join(db.app, viewer, organization, role, project.id);
  const token = randomBytes(16).toString("hex");
  await openLoginSession(viewer.userId, token);
  return { viewer, token };
}
const place = () => ({ org: organization.slug, project: project.slug });
const mayRead = (viewer: Viewer) => mayStill(viewer, place(), "sessions:read");
const change = (work: Parameters<typeof withPlatform>[0]) => withPlatform(work, db.app);

/** A stream that has been asked for once already and was allowed: what happens to it after `happens`. */
async function streamThrough(token: string, happens: () => Promise<unknown>, may = mayRead): Promise<string> {
  const asked = vi.fn(may);
  const ending = new AbortController();
  const stream = whileAllowed(token, ending.signal, asked);
  await vi.waitFor(() => expect(asked).toHaveBeenCalled(), { timeout: 20_000 });
  expect(await asked.mock.results[0]?.value).toBe(true);
  await happens();
  return stream;
}

test.concurrent("a stream ends when its login session is revoked", async () => {
  const { viewer, token } = await signedIn();
  const revoke = () =>
    change((tx) =>
      tx.loginSession.updateMany({ where: { userId: viewer.userId }, data: { revokedAt: new Date() } }),
    );
  expect(await streamThrough(token, revoke)).toBe("ended");
});

test.concurrent("a stream ends when its reader is suspended", async () => {
  const { viewer, token } = await signedIn();
  const suspend = () =>
    change((tx) => tx.user.update({ where: { id: viewer.userId }, data: { suspendedAt: new Date() } }));
  expect(await streamThrough(token, suspend)).toBe("ended");
});

test.concurrent("a stream of a project ends when its reader's role in it is taken away", async () => {
  const { viewer, token } = await signedIn();
  const remove = () =>
    change((tx) => tx.membership.deleteMany({ where: { userId: viewer.userId, projectId: project.id } }));
  expect(await streamThrough(token, remove)).toBe("ended");
});

test.concurrent("a stream ends when the answer cannot be had, and when it does not come in time", async () => {
  const answers = {
    broken: () => Promise.reject(new Error("down")),
    silent: () => new Promise<boolean>(() => {}),
  };
  const ends = Object.values(answers).map(async (later) => {
    const { token } = await signedIn();
    let down = false;
    return streamThrough(
      token,
      async () => {
        down = true;
      },
      (viewer) => (down ? later() : mayRead(viewer)),
    );
  });
  expect(await Promise.all(ends)).toEqual(["ended", "ended"]);
});

test.concurrent("a stream that may go on does, until its reader leaves, and keeps nobody signed in", async () => {
  const { viewer, token } = await signedIn();
  const ending = new AbortController();
  const asked = vi.fn(mayRead);
  const stream = whileAllowed(token, ending.signal, asked);
  const idle = () =>
    change((tx) => tx.loginSession.findFirstOrThrow({ where: { userId: viewer.userId } })) as Promise<{
      idleUntil: Date;
    }>;
  const before = await idle();
  await vi.waitFor(() => expect(asked.mock.calls.length).toBeGreaterThanOrEqual(2), { timeout: 20_000 });
  ending.abort();
  expect(await stream).toBe("closed");
  expect((await idle()).idleUntil).toEqual(before.idleUntil);
});

test.concurrent("a stream of a login session that is over already never asks for more", async () => {
  const asked = vi.fn(mayRead);
  expect(await whileAllowed("nobody's token", new AbortController().signal, asked)).toBe("ended");
  expect(asked).not.toHaveBeenCalled();
});

test("whether somebody may still is answered from the database as it is now, and not from what they were", async () => {
  const { viewer, token } = await signedIn(null);
  expect(await mayRead(viewer)).toBe(false);
  await join(db.app, viewer, organization, "viewer", project.id);
  expect(await mayRead(viewer)).toBe(true);
  expect(await mayStill(viewer, place(), "credentials:manage")).toBe(false);
  expect(await mayStill(viewer, { ...place(), org: "elsewhere" }, "sessions:read")).toBe(false);
  expect(await mayStill(viewer, { ...place(), project: "elsewhere" }, "sessions:read")).toBe(false);
  await change((tx) =>
    tx.organization.update({ where: { id: organization.id }, data: { state: "suspended" } }),
  );
  expect(await findViewer(token)).not.toBeNull();
  expect(await mayRead(viewer)).toBe(false);
  await change((tx) => tx.organization.update({ where: { id: organization.id }, data: { state: "active" } }));
});

test("a reader hears of a project from the change on that gave them a role in it, and no longer once it is taken", async () => {
  const { viewer } = await signedIn(null);
  const tenant = await resolveTenant(callerOfViewer(viewer), organization.slug);
  if (!tenant) throw new Error("The viewer is a member.");
  const feed = new ChangeFeed(db.appUrl);
  const heard: string[] = [];
  const gap = vi.fn();
  const stop = tellChanges(feed, viewer, { tenant }, { onChange: ({ t }) => heard.push(t), onGap: gap });
  const viewing = {
    id: "v",
    organizationId: organization.id,
    endsAt: new Date(),
    actorUserId: "a",
    actorName: "a",
  };
  const through: (string | undefined)[] = [];
  const look = { onChange: ({ o }: { o?: string }) => through.push(o), onGap: () => {} };
  const stopLooking = tellChanges(feed, { ...viewer, viewing }, { tenant }, look);
  await vi.waitFor(() => expect(gap).toHaveBeenCalled(), { timeout: 20_000 });
  const rename = (name: string) =>
    change((tx) => tx.project.update({ where: { id: project.id }, data: { displayName: name } }));
  await rename("Unheard");
  await join(db.app, viewer, organization, "viewer", project.id);
  // Committed one straight after the other: nothing lies between them but their order.
  await rename("Heard");
  await vi.waitFor(() => expect(heard).toContain("projects"), { timeout: 20_000 });
  // Viewers hear nothing of credentials, and editors that there is one.
  const add = (name: string, projectId: string | null) =>
    change((tx) =>
      tx.credential.create({
        data: { organizationId: organization.id, projectId, kind: "jira", name, secretKey: name },
      }),
    );
  await add("unheard", project.id);
  await add("unheard", null);
  await change((tx) =>
    tx.membership.updateMany({
      where: { userId: viewer.userId, projectId: project.id },
      data: { role: "editor" },
    }),
  );
  await add("heard", project.id);
  await add("heard", null);
  // What the reader may hear is asked when it is told: not before that is the role gone.
  await vi.waitFor(() => expect(heard.filter((topic) => topic === "credentials")).toHaveLength(2), {
    timeout: 20_000,
  });
  await change((tx) => tx.membership.deleteMany({ where: { userId: viewer.userId, projectId: project.id } }));
  await rename("Unheard again");
  await join(db.app, viewer, await makeOrganization(db.app), "member");
  await change((tx) =>
    tx.organization.update({ where: { id: organization.id }, data: { displayName: "The end" } }),
  );
  await vi.waitFor(() => expect(heard.at(-1)).toBe("organizations"), { timeout: 20_000 });
  expect(heard.filter((topic) => topic !== "login")).toEqual([
    "members",
    "projects",
    "members",
    "credentials",
    "credentials",
    "members",
    "members",
    "organizations",
  ]);
  await vi.waitFor(() => expect(through.length).toBeGreaterThan(0), { timeout: 20_000 });
  expect(new Set(through), "through another's eyes: of this organization alone").toEqual(
    new Set([organization.id]),
  );
  stopLooking();
  stop();
  await feed.close();
});

test("what projects used is heard by who answers for the money, in a project or not, and by no other member", async () => {
  const feed = new ChangeFeed(db.appUrl);
  const heard: Record<string, string[]> = {};
  const stops = await Promise.all(
    (["billing", "member"] as const).map(async (role) => {
      const viewer = await makeViewer(db.app);
      await join(db.app, viewer, organization, role);
      const tenant = await resolveTenant(callerOfViewer(viewer), organization.slug);
      if (!tenant) throw new Error("Both belong there.");
      heard[role] = [];
      const topics = heard[role];
      const gap = vi.fn();
      const stop = tellChanges(feed, viewer, { tenant }, { onChange: ({ t }) => topics.push(t), onGap: gap });
      await vi.waitFor(() => expect(gap).toHaveBeenCalled(), { timeout: 20_000 });
      return stop;
    }),
  );
  const tell = (topic: string, more: object = {}) =>
    change((tx) => {
      const told = JSON.stringify({ t: topic, o: organization.id, ...more });
      return tx.$executeRaw`select pg_notify('portico_changes', ${told})`;
    });
  await tell("usage", { p: project.id });
  await tell("organizations");
  await vi.waitFor(
    () =>
      expect(Object.values(heard).map((topics) => topics.at(-1))).toEqual(["organizations", "organizations"]),
    {
      timeout: 20_000,
    },
  );
  expect(heard).toEqual({ billing: ["usage", "organizations"], member: ["organizations"] });
  for (const stop of stops) stop();
  await feed.close();
});
