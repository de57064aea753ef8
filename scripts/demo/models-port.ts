import { createConnection, createServer, type Socket } from "node:net";
import { pipeline } from "node:stream";

/** Where people call models, open for as long as the demo runs. */
export type ModelsPort = {
  /** Its address while calls get through, else null. */
  url(): string | null;
  /** From now on calls go to this port of the machine. */
  lead(to: number): void;
  /** What callers are told while there is nothing behind it: a sentence. */
  say(why: string): void;
  close(): Promise<void>;
};

/** An answer in the form that clients of models read errors in. */
function refusal(message: string): string {
  const body = JSON.stringify({ error: { type: "gateway_away", message } });
  const head = [
    "HTTP/1.1 503 Service Unavailable",
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "retry-after: 10",
    "connection: close",
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}

/**
 * Opens the port on this machine's loopback. The pages name its address from the start, and LiteLLM comes later, or never: until
 * then, and whenever it does not answer, callers read why there is no gateway.
 */
export async function openModelsPort(port: number): Promise<ModelsPort> {
  let target: number | null = null;
  let why = "This demo runs without a model gateway.";
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    // A caller that hangs up in the middle is its own trouble.
    socket.on("error", () => {});
    // The request is read before it is answered: else the connection is reset under the answer.
    const refuse = (sentence: string) => socket.once("data", () => socket.end(refusal(sentence)));
    if (target === null) return void refuse(why);
    const behind = createConnection(target, "127.0.0.1");
    behind.once("error", () => refuse("The model gateway does not answer at the moment."));
    behind.once("connect", () => pipeline(socket, behind, socket, () => {}));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: () => (target === null ? null : `http://127.0.0.1:${port}`),
    lead: (to) => {
      target = to;
    },
    say: (sentence) => {
      why = sentence;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
