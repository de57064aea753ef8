import { log } from "#lib/infra/log/index.ts";

/** Sends one server-sent event. */
export type Send = (event: string, data: unknown, id?: string) => void;

/**
 * A response of server-sent events. `run` starts when somebody listens and ends with the signal; a comment every 15 s
 * keeps proxies from closing a quiet stream, and every stream ends after an hour, when the browser takes it up again.
 */
export function eventStream(
  request: Request,
  run: (send: Send, signal: AbortSignal) => Promise<void>,
): Response {
  const ending = new AbortController();
  const signal = AbortSignal.any([request.signal, ending.signal, AbortSignal.timeout(3_600_000)]);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let open = true;
      const write = (text: string) => {
        if (!open) return;
        // A reader that does not keep up is let go; it resumes from the last id it saw.
        if ((controller.desiredSize ?? 0) < -4_096) return ending.abort();
        controller.enqueue(encoder.encode(text));
      };
      write("retry: 1000\n\n");
      const beat = setInterval(() => write(": \n\n"), 15_000);
      const close = () => {
        if (!open) return;
        open = false;
        clearInterval(beat);
        try {
          controller.close();
        } catch {
          // The reader is gone already.
        }
      };
      signal.addEventListener("abort", close, { once: true });
      const send: Send = (event, data, id) =>
        write(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      run(send, signal)
        .catch((error: unknown) => log.error({ err: error }, "event stream failed"))
        // Whatever else the stream began ends with it: the signal of a request that ended well never fires.
        .finally(() => ending.abort());
    },
    cancel: () => ending.abort(),
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
