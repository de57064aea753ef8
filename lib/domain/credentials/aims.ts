import type { Settings } from "./kinds/index.ts";

/** Settings that do not say where a value is sent, or how one knows the other end. */
const harmless = [
  "model",
  "email",
  "username",
  "accessKeyId",
  "handOver",
  "variable",
  "apiVersion",
  "deployment",
  "project",
  "region",
];

const originOf = (value: string | boolean | undefined) => {
  const origin = typeof value === "string" ? URL.parse(value)?.origin : undefined;
  return origin === "null" ? undefined : origin;
};

/**
 * The settings that may only change together with the value: with another address, or without a look at its certificate, a
 * test would carry a value that nobody can read to somebody who can. A new path at the same address is none of them.
 */
export const aimsOf = (before: Settings, after: Settings): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => {
    const [was, is] = [before[name], after[name]];
    if (was === is || harmless.includes(name)) return false;
    const origin = originOf(was);
    return origin === undefined || origin !== originOf(is);
  });

/** Whether a setting changes with the value alone, whatever it is to be; an address may get another path. */
export const isAim = (name: string, value: string | boolean | undefined): boolean =>
  !harmless.includes(name) && originOf(value) === undefined;
