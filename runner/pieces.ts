/**
 * Turns a stream of tokens into pieces worth a log line: a line, a sentence, or whatever has come in about
 * `flushAfterMs`. The pieces joined are the whole text. A piece ends at white space, never inside a word, so
 * that a credential in the text is seen whole by the mask.
 */
export class Pieces {
  readonly #write: (piece: string) => Promise<void>;
  readonly #flushAfterMs: number;
  readonly #now: () => number;
  #held = "";
  #heldSince = 0;

  constructor(
    write: (piece: string) => Promise<void>,
    options: { flushAfterMs?: number; now?: () => number } = {},
  ) {
    this.#write = write;
    this.#flushAfterMs = options.flushAfterMs ?? 200;
    this.#now = options.now ?? Date.now;
  }

  async push(text: string): Promise<void> {
    if (text === "") return;
    if (this.#held === "") this.#heldSince = this.#now();
    this.#held += text;
    let cut = endOfSentence(this.#held);
    if (cut === 0 && this.#now() - this.#heldSince >= this.#flushAfterMs) cut = endOfWord(this.#held);
    if (cut > 0) await this.#take(cut);
  }

  /** Writes what is held, at the end of the text. */
  async flush(): Promise<void> {
    if (this.#held !== "") await this.#take(this.#held.length);
  }

  async #take(length: number): Promise<void> {
    const piece = this.#held.slice(0, length);
    this.#held = this.#held.slice(length);
    this.#heldSince = this.#now();
    await this.#write(piece);
  }
}

/** Length up to and including the last line break, or the white space after the last full sentence; 0 for none. */
function endOfSentence(text: string): number {
  const line = text.lastIndexOf("\n") + 1;
  let sentence = 0;
  for (const match of text.matchAll(/\p{L}[.!?…]["')\]]?\s+/gu)) sentence = match.index + match[0].length;
  return Math.max(line, sentence);
}

function endOfWord(text: string): number {
  return text.length - (/\S*$/.exec(text)?.[0].length ?? 0);
}
