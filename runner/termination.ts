import { writeFileSync } from "node:fs";
import type { Usage } from "./usage.ts";

/** What the kubelet keeps of a termination message. */
export const terminationLimit = 4096;

export type Termination = { reason: string; summary: string; usage: Usage };

/** The message as JSON of at most 4096 bytes; a longer summary is cut at a whole character and ends with "…". */
export function terminationMessage(termination: Termination): string {
  const whole = JSON.stringify(termination);
  if (Buffer.byteLength(whole) <= terminationLimit) return whole;
  const ellipsis = "…";
  const frame = Buffer.byteLength(JSON.stringify({ ...termination, summary: ellipsis }));
  let left = terminationLimit - frame;
  let summary = "";
  for (const character of termination.summary) {
    // Counted as JSON, because a quote or a line break takes two bytes there.
    left -= Buffer.byteLength(JSON.stringify(character)) - 2;
    if (left < 0) break;
    summary += character;
  }
  return JSON.stringify({ ...termination, summary: `${summary.trimEnd()}${ellipsis}` });
}

/** Writes the message where the kubelet reads it. False when the file cannot be written; the session ends as it would have. */
export function writeTermination(path: string, termination: Termination): boolean {
  try {
    writeFileSync(path, terminationMessage(termination));
    return true;
  } catch {
    return false;
  }
}
