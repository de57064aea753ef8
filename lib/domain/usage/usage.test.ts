import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventsOf } from "./mutations.ts";
import { dayOf, daysOf, monthOf, monthRange, monthsBeside, rangeOf, shownCosts } from "./rules.ts";
import { usageEvent, usageQuery, usageReport } from "./schema.ts";

const key = "0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee";
const payload = {
  id: "c-1",
  status: "success",
  model: "openai/gpt-5",
  model_group: "gpt-5",
  prompt_tokens: 10,
  completion_tokens: 5,
  response_cost: 0.1,
  startTime: 1_795_343_441.25,
  endTime: 1_795_343_443,
  messages: [{ role: "user", content: "what people wrote" }],
  metadata: { user_api_key_auth_metadata: { portico: { key, call: "c-1", output: null } } },
};

describe("a report of LiteLLM's", () => {
  test("is read for its numbers, and for nothing that people wrote", () => {
    const { events, unreadable } = eventsOf(usageReport.parse([payload]));
    expect(unreadable).toEqual([]);
    expect(events).toEqual([
      {
        id: "c-1",
        key,
        project: null,
        reservation: null,
        call: "c-1",
        model: "gpt-5",
        status: "success",
        promptTokens: 10,
        completionTokens: 5,
        cost: 0.1,
        startedAt: "2026-11-22T10:30:41.250Z",
        endedAt: "2026-11-22T10:30:43.000Z",
      },
    ]);
  });
  test("is believed about the key only where no request can write", () => {
    const { user_api_key_auth_metadata: known } = payload.metadata;
    const told = {
      ...payload,
      metadata: { requester_metadata: known, spend_logs_metadata: known, ...known },
    };
    expect(eventsOf([told])).toEqual({ events: [], unreadable: [{ id: "c-1", reason: "unreadable" }] });
  });
  test("whatever is in it, it is either read as a call that can be counted or named as unreadable", () => {
    const odd = fc.oneof(fc.anything(), fc.double(), fc.constant(null), fc.string());
    const mixed = fc.record(
      {
        id: odd,
        status: odd,
        model: odd,
        model_group: odd,
        prompt_tokens: odd,
        completion_tokens: odd,
        response_cost: odd,
        startTime: odd,
        endTime: odd,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(mixed, (change) => {
        const { events, unreadable } = eventsOf([{ ...payload, ...change }]);
        expect(events.length + unreadable.length).toBe(1);
        for (const event of events) expect(usageEvent.safeParse(event).error?.issues).toBeUndefined();
      }),
    );
  });
});

describe("days of UTC", () => {
  test("thirty of them end today; a range has both its ends, over a leap day and a change of clocks too", () => {
    expect(rangeOf(undefined, "2026-03-30")).toEqual({ from: "2026-03-01", to: "2026-03-30" });
    expect(daysOf(rangeOf(undefined, "2026-03-30"))).toHaveLength(30);
    expect(daysOf({ from: "2028-02-28", to: "2028-03-01" })).toEqual([
      "2028-02-28",
      "2028-02-29",
      "2028-03-01",
    ]);
    expect(daysOf({ from: "2026-03-02", to: "2026-03-01" })).toEqual([]);
    expect([
      dayOf(new Date("2026-11-30T23:59:59.999Z")),
      monthOf(new Date("2026-11-30T23:59:59.999Z")),
    ]).toEqual(["2026-11-30", "2026-11-01"]);
  });
  test.each([
    [{ from: "2026-03-02", to: "2026-03-01" }, "range_order"],
    [{ from: "2025-03-01", to: "2026-03-02" }, "range_long"],
    [{ from: "0001-01-01", to: "9999-12-31" }, "date_form"],
    [{ from: "1970-01-01", to: "9999-12-31" }, "range_long"],
    [{ from: "2026-02-30" }, "date_form"],
    [{ from: "soon" }, "date_form"],
    [{ to: "" }, "date_form"],
    [{ to: "0000-01-01" }, "date_form"],
  ])("%o is refused: %s", (range, reason) => {
    const { error } = usageQuery.safeParse({ project: "p", ...range });
    expect(error?.issues.map(({ message }) => message)).toContain(reason);
  });
});

describe("a month of an address", () => {
  const now = new Date("2026-11-22T23:30:00Z");
  test.each([
    ["2026-10", "2026-10-01", "2026-10-31"],
    ["2024-02", "2024-02-01", "2024-02-29"],
    ["2026-11", "2026-11-01", "2026-11-22"],
    ["2026-12", "2026-11-01", "2026-11-22"],
    ["2026-13", "2026-11-01", "2026-11-22"],
    [["2026-10"], "2026-11-01", "2026-11-22"],
    [undefined, "2026-11-01", "2026-11-22"],
  ])("%j is from %s to %s", (month, from, to) => {
    expect(monthRange(month, now)).toEqual({ from, to });
  });
  test("has one before it, and one after it that has begun", () => {
    expect(monthsBeside({ from: "2026-01-01", to: "2026-01-31" }, now)).toEqual({
      before: "2025-12",
      after: "2026-02",
    });
    expect(monthsBeside(monthRange(null, now), now)).toEqual({ before: "2026-10", after: null });
  });
});

test("costs as they are shown come to that of the total", () => {
  const cost = fc.nat(10 ** 7).map((parts) => parts / 10 ** 7);
  fc.assert(
    fc.property(fc.array(cost, { maxLength: 20 }), (costs) => {
      const total = costs.reduce((all, one) => all + one, 0);
      const shown = shownCosts(costs, total);
      expect(shown.reduce((all, one) => all + one, 0)).toBe(Math.round(total * 10_000));
      for (const [at, one] of costs.entries())
        expect(Math.abs((shown[at] ?? 0) - one * 10_000)).toBeLessThan(1.01);
    }),
  );
});
