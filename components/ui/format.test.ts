import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatClock,
  formatCompact,
  formatCost,
  formatDate,
  formatDuration,
  formatElapsed,
  formatExact,
  formatMonth,
  formatNumber,
  formatPercent,
  formatRelative,
  formatTurn,
} from "./format.ts";

const now = "2026-11-19T14:32:08Z";

describe("numbers", () => {
  test("are grouped, and keep only the decimals that say something", () => {
    expect(formatNumber(18412300)).toBe("18,412,300");
    expect(formatNumber(46.2, 1)).toBe("46.2");
    expect(formatNumber(46, 1)).toBe("46");
    expect(formatNumber(9007199254740993n)).toBe("9,007,199,254,740,993");
  });

  test("are short on an axis", () => {
    expect([0, 0.5, 950, 1500, 2_000_000, 3.2e9].map(formatCompact)).toEqual([
      "0",
      "0.5",
      "950",
      "1.5 k",
      "2 M",
      "3.2 G",
    ]);
  });

  test("of a share never claim all or nothing too early", () => {
    expect([0, 0.001, 0.92, 0.999, 1, 1.2].map(formatPercent)).toEqual([
      "0 %",
      "1 %",
      "92 %",
      "99 %",
      "100 %",
      "120 %",
    ]);
  });
});

test("costs are written to four places, however small or large", () => {
  expect([0, 1, 125, 52_050, 12_345_678_900].map(formatCost)).toEqual([
    "$0.0000",
    "$0.0001",
    "$0.0125",
    "$5.2050",
    "$1,234,567.8900",
  ]);
});

test("a month is named, whether it comes as a day or by itself", () => {
  expect([formatMonth("2026-11"), formatMonth("2026-01-31")]).toEqual(["Nov 2026", "Jan 2026"]);
});

test("sizes use binary units", () => {
  expect([0, 512, 1536, 16 * 2 ** 30].map(formatBytes)).toEqual(["0 B", "512 B", "1.5 KiB", "16 GiB"]);
});

describe("lengths of time", () => {
  test("use at most two units and never a unit that is zero", () => {
    expect(
      [0, 38, 400, 3800, 9990, 22_000, 252_000, 60_000, 7_500_000, 3_600_000, 982_800_000].map(
        formatDuration,
      ),
    ).toEqual([
      "0 ms",
      "38 ms",
      "0.4 s",
      "3.8 s",
      "9.9 s",
      "22 s",
      "4 min 12 s",
      "1 min",
      "2 h 5 min",
      "1 h",
      "11 d 9 h",
    ]);
  });

  test("that count up are whole seconds", () => {
    expect([-5, 400, 3800, 252_900].map(formatElapsed)).toEqual(["0 s", "0 s", "3 s", "4 min 12 s"]);
  });
});

describe("moments", () => {
  test("are told from now, in both directions", () => {
    const at = ["14:32:07", "14:32:00", "13:58:00", "10:00:00"].map((clock) => `2026-11-19T${clock}Z`);
    expect(at.map((moment) => formatRelative(moment, now))).toEqual([
      "now",
      "8 s ago",
      "34 min ago",
      "4 h ago",
    ]);
    expect(formatRelative("2026-11-25T15:00:00Z", now)).toBe("in 6 d");
  });

  test("are written out in UTC whatever the machine's zone", () => {
    expect(formatExact(now)).toBe("19 Nov 2026 14:32:08 UTC");
    expect(formatDate("2027-03-01T23:59:59-05:00")).toBe("2 Mar 2027");
    expect(formatTurn("2026-12-01T00:00:00Z")).toBe("1 Dec 00:00 UTC");
    expect(formatClock("2026-11-19T00:05:09+00:00")).toBe("00:05:09");
  });
});
