import { log } from "#lib/infra/log/index.ts";

/** Sends one server-sent event. Settles when the reader has room for another one, or is gone; never rejects. */
export type Send = (event: string, data: unknown, id?: string) => Promise<void>;

/** Bytes that may wait for a reader before `send` makes its caller wait. */
const ROOM = 64 * 1024;
/** Bytes that may wait for a reader whose sender does not wait, because what it sends cannot: then the stream ends. */
const MOST = 1024 * 1024;

/** Whose stream it is, and how many they may have open in this process. */
export type Reader = { name: string; most: number };

const opened = new Map<string, number>();

/**
 * A response of server-sent events. `run` starts when somebody listens and ends with the signal; a comment every 15 s
 * keeps proxies from closing a quiet stream, and every stream ends after an hour, when the browser takes it up again.
 * A reader who has the most already is answered 429. A sender that awaits `send` goes at its reader's pace; one that does not is cut off from a reader that falls behind.
 */
export function eventStream(
  request: Request,
  { name, most }: Reader,
  run: (send: Send, signal: AbortSignal) => Promise<void>,
): Response {
  const had = opened.get(name) ?? 0;
  if (had >= most) return new Response(null, { status: 429, headers: { "retry-after": "10" } });
  opened.set(name, had + 1);
  const ending = new AbortController();
  const signal = AbortSignal.any([request.signal, ending.signal, AbortSignal.timeout(3_600_000)]);
  const encoder = new TextEncoder();
  const waiting: (() => void)[] = [];
  const letGoOn = () => {
    for (const goOn of waiting.splice(0)) goOn();
  };
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start(controller) {
      let open = true;
      const room = () => controller.desiredSize ?? 0;
      const write = (text: string) => {
        if (!open) return;
        // It resumes from the last id it saw.
        if (room() < ROOM - MOST) return ending.abort();
        controller.enqueue(encoder.encode(text));
      };
      write("retry: 1000\n\n");
      const beat = setInterval(() => write(": \n\n"), 15_000);
      const close = () => {
        if (!open) return;
        open = false;
        const left = (opened.get(name) ?? 1) - 1;
        if (left > 0) opened.set(name, left);
        else opened.delete(name);
        clearInterval(beat);
        letGoOn();
        try {
          controller.close();
        } catch {
          // The reader is gone already.
        }
      };
      signal.addEventListener("abort", close, { once: true });
      // Whoever left before the stream began is heard of no more.
      if (signal.aborted) close();
      const send: Send = async (event, data, id) => {
        write(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
        if (open && room() <= 0) await new Promise<void>((goOn) => waiting.push(goOn));
      };
      run(send, signal)
        .catch((error: unknown) => log.error({ err: error }, "event stream failed"))
        // Whatever else the stream began ends with it: the signal of a request that ended well never fires.
        .finally(() => ending.abort());
    },
    pull: letGoOn,
    cancel: () => ending.abort(),
  };
  const body = new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: ROOM }));
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
