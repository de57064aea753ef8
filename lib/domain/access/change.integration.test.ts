import "#test/provided.ts";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { type TenantTx, withTenant } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import {
  join,
  makeOrganization,
  makeProject,
  makeViewer,
  type TestOrganization,
  uniqueName,
} from "#test/world.ts";
import { actorOf, callerOfViewer } from "./caller.ts";
import { type Change, change, refusing, repeatOf } from "./change.ts";

let db: TestDatabase;
let organization: TestOrganization;
let viewer: Viewer;
let projectId: string;

beforeAll(async () => {
  db = await createTestDatabase(10);
  organization = await makeOrganization(db.app);
  viewer = await makeViewer(db.app);
  await join(db.app, viewer, organization, "owner");
  projectId = (await makeProject(db.app, organization)).id;
});
afterAll(async () => {
  await prisma().$disconnect();
  await db?.drop();
});

const action = "test.append";
const place = () => ({ organizationId: organization.id, userId: viewer.userId });
const entry = (who: Viewer) => ({
  action,
  outcome: "allowed" as const,
  actor: actorOf(callerOfViewer(who)),
  requestId: "r-test",
  organizationId: organization.id,
});

/** The effect of a change that is not idempotent by itself: a word more each time. Answers all of them. */
async function append(tx: TenantTx, word: string): Promise<Change<string>> {
  const [row] = await tx.$queryRaw<{ message: string }[]>`
    update projects set message = message || ${word} where id = ${projectId}::uuid returning message`;
  return done(row?.message ?? "");
}
type Request = { key?: string; word: string; who?: Viewer; name?: string };
/** One request as the wrapper carries it out. */
function send(
  { key, word, who = viewer, name = action }: Request,
  run = (tx: TenantTx) => append(tx, word),
): Promise<Outcome<string>> {
  return refusing(
    () =>
      withTenant({ ...place(), userId: who.userId }, (tx) =>
        change(tx, entry(who), repeatOf({ actorId: who.userId, action: name, key }, { word }), () => run(tx)),
      ),
    async () => {},
  );
}
const times = async (word: string): Promise<number> => {
  const { message } = await withTenant(place(), (tx) =>
    tx.project.findUniqueOrThrow({ where: { id: projectId } }),
  );
  return message.split(word).length - 1;
};
const audited = () => withTenant(place(), (tx) => tx.auditEvent.count({ where: { action } }));

describe("a change that is sent with a key", () => {
  test("twice is made once, and the second gets the first one's answer", async () => {
    const before = await audited();
    const request = { key: uniqueName(), word: "[twice]" };
    const first = await send(request);
    expect(first).toMatchObject({ ok: true, value: expect.stringContaining("[twice]") });
    await send({ word: "[between]" });
    expect(await send(request)).toEqual(first);
    expect(await times("[twice]")).toBe(1);
    expect(await audited()).toBe(before + 2);
  });

  test("eight times at once is made once, and all get one answer", async () => {
    const request = { key: uniqueName(), word: "[at once]" };
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(request)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ ok: true });
    expect(await times("[at once]")).toBe(1);
  });

  test("and then with other values is refused, and changes nothing", async () => {
    const key = uniqueName();
    await send({ key, word: "[first body]" });
    expect(await send({ key, word: "[other body]" })).toMatchObject({
      ok: false,
      reason: "idempotency_reused",
    });
    expect(await times("[other body]")).toBe(0);
    expect(await times("[first body]")).toBe(1);
  });

  test("by two people, or for two actions, is two changes", async () => {
    const other = await makeViewer(db.app);
    await join(db.app, other, organization, "member");
    const request = { key: uniqueName(), word: "[shared key]" };
    for (const who of [viewer, other]) expect(await send({ ...request, who })).toMatchObject({ ok: true });
    expect(await send({ ...request, name: "test.other" })).toMatchObject({ ok: true });
    expect(await times("[shared key]")).toBe(3);
  });

  test("without a key twice is made twice", async () => {
    await send({ word: "[no key]" });
    await send({ word: "[no key]" });
    expect(await times("[no key]")).toBe(2);
  });

  test("and fails half-way leaves nothing, and is made when it is sent again", async () => {
    const before = await audited();
    const request = { key: uniqueName(), word: "[thrown]" };
    const failing = send(request, async (tx) => {
      await append(tx, request.word);
      throw new Error("the process ran out of memory");
    });
    await expect(failing).rejects.toThrow("out of memory");
    expect(await times("[thrown]")).toBe(0);
    expect(await send(request)).toMatchObject({ ok: true });
    expect(await times("[thrown]")).toBe(1);
    expect(await audited()).toBe(before + 1);
  });

  test("and loses its connection before the commit leaves nothing, and is made when it is sent again", async () => {
    const request = { key: uniqueName(), word: "[cut]" };
    const cut = send(request, async (tx) => {
      const made = await append(tx, request.word);
      const [backend] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
      const owner = new pg.Client({ connectionString: db.ownerUrl });
      await owner.connect();
      await owner.query("select pg_terminate_backend($1, 5000)", [backend?.pid]);
      await owner.end();
      return made;
    });
    await expect(cut).rejects.toThrow();
    expect(await send(request)).toMatchObject({ ok: true });
    expect(await times("[cut]")).toBe(1);
  });

  test("and is refused leaves nothing of what it wrote, and may be sent again", async () => {
    const request = { key: uniqueName(), word: "[refused]" };
    const no = send(request, async (tx) => {
      await append(tx, request.word);
      return refused("forbidden");
    });
    expect(await no).toMatchObject({ ok: false, reason: "forbidden" });
    expect(await times("[refused]")).toBe(0);
    expect(await send(request)).toMatchObject({ ok: true });
    expect(await times("[refused]")).toBe(1);
  });
});
