import type { Writable } from "node:stream";
import type { Ending } from "./ending.ts";
import { maskDeep } from "./mask.ts";
import type { Usage } from "./usage.ts";

/** One line of a session's log, without its time. README.md describes each type. */
export type OutputLine =
  | { type: "message"; text: string }
  | { type: "tool"; name: string; text: string }
  | { type: "question"; text: string }
  | ({ type: "usage"; model: string; total: Usage } & Usage)
  | { type: "artifact"; name: string; mediaType: string; bytes: number }
  | { type: "log"; level: "info" | "warn" | "error"; text: string; reason?: string }
  | ({ type: "result"; usage: Usage; durationMs: number } & Ending);

/** Writes a session's log as JSON lines, each with the time and without any credential's value. */
export class Output {
  readonly #stream: Writable;
  #mask: (text: string) => string = (text) => text;
  #closed = false;

  constructor(stream: Writable) {
    this.#stream = stream;
    // A reader that went away must not end the session: its usage and its termination message still count.
    stream.on("error", () => {
      this.#closed = true;
    });
  }

  /** Set as soon as the credentials are known, before anything that could contain one is written. */
  set mask(mask: (text: string) => string) {
    this.#mask = mask;
  }

  masked(text: string): string {
    return this.#mask(text);
  }

  /** Resolves when the line is handed over, so a caller who awaits it never runs ahead of a slow reader. */
  async write(line: OutputLine): Promise<void> {
    if (this.#closed) return;
    const whole = maskDeep({ time: new Date().toISOString(), ...line }, this.#mask);
    await new Promise<void>((resolve) => this.#stream.write(`${JSON.stringify(whole)}\n`, () => resolve()));
  }

  log(level: "info" | "warn" | "error", text: string, reason?: string): Promise<void> {
    return this.write({ type: "log", level, text, ...(reason && { reason }) });
  }
}
