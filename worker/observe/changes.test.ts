import { expect, test, vi } from "vitest";
import { log } from "#lib/infra/log/index.ts";
import { type Changed, Changes, type ObservedKind } from "./changes.ts";

const quiet = log.child({}, { level: "silent" });

/** Changes that run until the end of the test, and what they handed on. */
function running(write: (kind: ObservedKind, keys: string[]) => Promise<void> = async () => {}) {
  const batches: string[][] = [];
  const gone: (string | undefined)[] = [];
  const stop = new AbortController();
  const changes = new Changes({
    size: 3,
    log: quiet,
    write: async (kind: ObservedKind, changed: Changed) => {
      const keys = [...changed.keys()];
      await write(kind, keys);
      batches.push(keys);
      gone.push(...[...changed.values()].map((change) => change.goneUid));
    },
  });
  const done = changes.run(stop.signal);
  const settled = async () => {
    await vi.waitFor(() => expect(changes.waiting).toBe(0), { timeout: 5000 });
    stop.abort();
    await done;
  };
  return { changes, batches, gone, settled };
}

test("a key that changes again and again while it waits is written once", async () => {
  const { changes, batches, settled } = running();
  for (let i = 0; i < 50; i++) changes.add("projects", "a");
  await settled();
  expect(batches).toEqual([["a"]]);
});

test("what comes while a batch is written is written together in the next ones, none larger than asked", async () => {
  const gate = Promise.withResolvers<void>();
  const { changes, batches, settled } = running(() => gate.promise);
  changes.add("projects", "first");
  await new Promise((resolve) => setTimeout(resolve));
  for (const key of ["a", "b", "c", "d"]) changes.add("projects", key);
  gate.resolve();
  await settled();
  expect(batches).toEqual([["first"], ["a", "b", "c"], ["d"]]);
});

test("one key that cannot be written does not hold up the others, and is tried again", async () => {
  let healed = false;
  const { changes, batches, settled } = running(async (_, keys) => {
    if (keys.includes("bad") && !healed) throw new Error("no");
  });
  for (const key of ["a", "bad", "c"]) changes.add("sessions", key);
  await vi.waitFor(() => expect(batches.flat().sort()).toEqual(["a", "c"]));
  healed = true;
  await settled();
  expect(batches.flat()).toContain("bad");
});

test("a batch that the database could not take comes back whole", async () => {
  let failures = 0;
  const { changes, batches, settled } = running(async () => {
    if (failures++ < 2) throw Object.assign(new Error("away"), { code: "ECONNREFUSED" });
  });
  changes.add("quotas", "a");
  changes.add("quotas", "b");
  await vi.waitFor(() => expect(batches.flat().sort()).toEqual(["a", "b"]), { timeout: 5000 });
  await settled();
  expect(failures).toBeGreaterThanOrEqual(3);
});

test("that something is gone is not forgotten when its successor comes before it is written", async () => {
  const { changes, gone, settled } = running();
  changes.add("projects", "a", "uid-1");
  changes.add("projects", "a");
  await settled();
  expect(gone).toEqual(["uid-1"]);
});
