/**
 * Kubernetes quantities ("500m", "8Gi", "1e3"), exactly: a value is a bigint of billionths, so nothing is rounded on the
 * way. Kubernetes itself keeps nothing finer than a billionth and rounds up beyond it; so does `parseQuantity`.
 */
const NANO = 1_000_000_000n;
const DECIMAL = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"] as const;
const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] as const;
const PATTERN = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i))?$/;

export interface Quantity {
  /** Billionths of the unit. */
  nano: bigint;
  /** How it was written, which is how it is written again. */
  format: "decimal" | "binary" | "exponent";
}

/** @throws RangeError when the text is no quantity */
export function parseQuantity(text: string): Quantity {
  const match = PATTERN.exec(text);
  const [, sign = "", whole = "", fraction = "", e, exponent = "0", suffix = ""] = match ?? [];
  if (!match || whole + fraction === "") throw new RangeError(`${JSON.stringify(text)} is no quantity.`);
  const digits = BigInt(whole + fraction);
  let power = -fraction.length;
  let factor = 1n;
  let format: Quantity["format"] = "decimal";
  if (suffix.endsWith("i")) {
    format = "binary";
    factor = 1024n ** BigInt(BINARY.indexOf(suffix as (typeof BINARY)[number]));
  } else if (e) {
    format = "exponent";
    power += Number(exponent);
  } else {
    power += (DECIMAL.indexOf(suffix as (typeof DECIMAL)[number]) - 3) * 3;
  }
  const nano = scale(digits * factor, power + 9);
  return { nano: sign === "-" ? -nano : nano, format };
}

/** `value × 10^power`, rounded away from zero. */
function scale(value: bigint, power: number): bigint {
  if (power >= 0) return value * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (value + divisor - 1n) / divisor;
}

/** -1, 0 or 1, by amount alone: "1000m" equals "1". */
export function compareQuantities(a: string, b: string): -1 | 0 | 1 {
  const difference = parseQuantity(a).nano - parseQuantity(b).nano;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

/** True when both are quantities of one amount, or the same text. */
export function sameQuantity(a: string, b: string): boolean {
  if (a === b) return true;
  try {
    return compareQuantities(a, b) === 0;
  } catch {
    return false;
  }
}

/** As the API server would write it: no fraction, the largest unit that needs none. */
export function canonicalQuantity(text: string): string {
  return formatQuantity(parseQuantity(text));
}

/** See `canonicalQuantity`. */
export function formatQuantity({ nano, format }: Quantity): string {
  if (nano === 0n) return "0";
  const small = nano % NANO !== 0n || (nano < 1024n * NANO && nano > -1024n * NANO);
  if (format === "binary" && !small) {
    const [value, steps] = divide(nano / NANO, 1024n, BINARY.length - 1);
    return `${value}${BINARY[steps]}`;
  }
  const [value, steps] = divide(nano, 1000n, format === "exponent" ? 100 : DECIMAL.length - 1);
  if (format !== "exponent") return `${value}${DECIMAL[steps]}`;
  return steps === 3 ? `${value}` : `${value}e${steps * 3 - 9}`;
}

function divide(value: bigint, by: bigint, most: number): [bigint, number] {
  let rest = value;
  let steps = 0;
  while (steps < most && rest % by === 0n) {
    rest /= by;
    steps += 1;
  }
  return [rest, steps];
}

/** The exact sum, written like the first. */
export function addQuantities(first: string, ...others: string[]): string {
  const { nano, format } = parseQuantity(first);
  return formatQuantity({
    nano: others.reduce((sum, other) => sum + parseQuantity(other).nano, nano),
    format,
  });
}
