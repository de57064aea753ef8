import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatClock,
  formatCompact,
  formatDate,
  formatDuration,
  formatElapsed,
  formatExact,
  formatMoney,
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

describe("money", () => {
  test("is exact from cents and from decimal text", () => {
    expect(formatMoney(5922)).toBe("$59.22");
    expect(formatMoney(0)).toBe("$0.00");
    expect(formatMoney(-150000)).toBe("−$1,500.00");
    expect(formatMoney("59.2250")).toBe("$59.23");
    expect(formatMoney("12345678901234567890.10")).toBe("$12,345,678,901,234,567,890.10");
    expect(formatMoney("7")).toBe("$7.00");
  });

  test("refuses text that is no amount", () => {
    expect(() => formatMoney("1,5")).toThrow("not an amount");
  });
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
