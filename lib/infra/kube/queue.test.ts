import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { WorkQueue } from "./queue.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);

describe("work queue", () => {
  test("a key is never worked on twice at once, and what came meanwhile runs once more", async () => {
    const gates: PromiseWithResolvers<undefined>[] = [];
    const queue = new WorkQueue(
      () => {
        const gate = Promise.withResolvers<undefined>();
        gates.push(gate);
        return gate.promise;
      },
      () => {},
    );
    queue.add("a");
    for (let i = 0; i < 5; i += 1) queue.add("a");
    await settle();
    expect(gates).toHaveLength(1);
    gates[0]!.resolve(undefined);
    await settle();
    expect(gates).toHaveLength(2);
    gates[1]!.resolve(undefined);
    await settle();
    expect(gates).toHaveLength(2);
  });

  test("no more keys are worked on at once than allowed", async () => {
    let active = 0;
    let most = 0;
    const queue = new WorkQueue(
      async () => {
        active += 1;
        most = Math.max(most, active);
        await new Promise((resolve) => setTimeout(resolve, 10));
        active -= 1;
        return undefined;
      },
      () => {},
      { concurrency: 3 },
    );
    for (let i = 0; i < 20; i += 1) queue.add(`k${i}`);
    await vi.advanceTimersByTimeAsync(200);
    expect(most).toBe(3);
    expect(queue.depth).toBe(0);
  });

  test("a failing key comes back later each time, and success forgets its failures", async () => {
    const at: number[] = [];
    const started = Date.now();
    let failing = true;
    const queue = new WorkQueue(
      async () => {
        at.push(Date.now() - started);
        if (failing) throw new Error("no");
        return undefined;
      },
      () => {},
      { baseMs: 100, maxMs: 400, random: () => 0.5 },
    );
    queue.add("a");
    await vi.advanceTimersByTimeAsync(1200);
    expect(at).toEqual([0, 100, 300, 700, 1100]);
    failing = false;
    await vi.advanceTimersByTimeAsync(400);
    expect(queue.failures("a")).toBe(0);
  });

  test("adding a key makes it run now, however long it was to wait", async () => {
    let runs = 0;
    const queue = new WorkQueue(
      async () => {
        runs += 1;
        return { againMs: 60_000 };
      },
      () => {},
    );
    queue.add("a");
    await settle();
    queue.add("a");
    await settle();
    expect(runs).toBe(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(runs).toBe(3);
  });

  test("the earlier of two delays wins", async () => {
    let runs = 0;
    const queue = new WorkQueue(
      async () => {
        runs += 1;
        return undefined;
      },
      () => {},
    );
    queue.addAfter("a", 5000);
    queue.addAfter("a", 100);
    queue.addAfter("a", 9000);
    await vi.advanceTimersByTimeAsync(100);
    expect(runs).toBe(1);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(runs).toBe(1);
  });

  test("stopping waits for what is active and takes nothing more", async () => {
    const gate = Promise.withResolvers<undefined>();
    let runs = 0;
    const queue = new WorkQueue(
      () => {
        runs += 1;
        return gate.promise;
      },
      () => {},
      { concurrency: 1 },
    );
    queue.add("a");
    queue.add("b");
    await settle();
    let stopped = false;
    const done = queue.stop().then(() => {
      stopped = true;
    });
    await settle();
    expect(stopped).toBe(false);
    gate.resolve(undefined);
    await done;
    queue.add("c");
    await settle();
    expect(runs).toBe(1);
  });
});
