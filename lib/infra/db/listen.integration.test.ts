import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type RunningPostgres, startPostgres } from "#scripts/demo/postgres.ts";
import { type Change, ChangeFeed } from "./listen.ts";

// A Postgres of its own, which may be restarted. What a change is, is the triggers' to say; here it is only carried.
let dir: string;
let postgres: RunningPostgres;
let url: string;
const feeds: ChangeFeed[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "portico-listen-"));
  await chmod(dir, 0o755);
  postgres = await startPostgres(join(dir, "postgres"));
  url = postgres.databaseUrl.replace(/\/portico$/, "/postgres");
});
afterEach(() => Promise.all(feeds.splice(0).map((feed) => feed.close())));
afterAll(async () => {
  await postgres?.stop();
  await rm(dir, { recursive: true, force: true });
});

async function query(text: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text, values);
  await client.end();
}
const announce = (id: string) =>
  query("select pg_notify('portico_changes', $1)", [JSON.stringify({ t: "projects", i: id })]);

/** A listener that hears already. */
async function listen(feed: ChangeFeed) {
  const heard: string[] = [];
  const gaps = vi.fn();
  const stop = feed.subscribe({ onChange: (change: Change) => heard.push(change.i ?? ""), onGap: gaps });
  await vi.waitFor(
    async () => {
      await announce("are you there?");
      expect(heard).not.toEqual([]);
    },
    { timeout: 20_000 },
  );
  // It begins with a gap: what changed before it heard anything may have been missed.
  heard.length = 0;
  gaps.mockClear();
  return { heard, gaps, stop };
}
function open(): ChangeFeed {
  const feed = new ChangeFeed(url);
  feeds.push(feed);
  return feed;
}
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000 });
const changes = (heard: string[]) => heard.filter((id) => id !== "are you there?");

test("every listener hears every change, in order, and none after it has gone", async () => {
  const feed = open();
  const one = await listen(feed);
  const other = await listen(feed);
  for (const id of ["a", "b", "c"]) await announce(id);
  await eventually(() => expect(changes(other.heard)).toEqual(["a", "b", "c"]));
  expect(changes(one.heard)).toEqual(["a", "b", "c"]);
  one.stop();
  await announce("d");
  await eventually(() => expect(changes(other.heard)).toContain("d"));
  expect(changes(one.heard)).not.toContain("d");
  expect(one.gaps).not.toHaveBeenCalled();
});

test("a restart of Postgres is told to every listener once it is over, and changes come again", async () => {
  const feed = open();
  const listeners = [await listen(feed), await listen(feed)];
  await postgres.stop();
  for (const { gaps } of listeners) expect(gaps).not.toHaveBeenCalled();
  await postgres.restart();
  for (const { gaps } of listeners) await eventually(() => expect(gaps).toHaveBeenCalledTimes(1));
  await announce("after");
  for (const { heard } of listeners) await eventually(() => expect(changes(heard)).toEqual(["after"]));
});

test("a connection that is ended from outside is one gap, and a feed that is closed does not come back", async () => {
  const feed = open();
  const { heard, gaps } = await listen(feed);
  const cut = () =>
    query("select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen portico_changes'");
  await cut();
  await eventually(() => expect(gaps).toHaveBeenCalledTimes(1));
  await feed.close();
  await announce("too late");
  await query("select pg_sleep(1)");
  expect(changes(heard)).toEqual([]);
});
