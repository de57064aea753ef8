import { createSocket } from "node:dgram";
import { readFile } from "node:fs/promises";
import { decode, encode } from "dns-packet";

/** A name server of this machine that knows a few TXT records, and no other name. */
export type Dns = { address: string; close(): Promise<void> };

/** Starts it on a free port of the loopback. `textsOf` answers the records of a name; undefined: there is no such name. */
export async function startDns(
  textsOf: (name: string) => Promise<string[] | undefined> | string[] | undefined,
): Promise<Dns> {
  const socket = createSocket("udp4");
  socket.on("message", async (message, from) => {
    try {
      const { id, questions = [] } = decode(message);
      const name = questions[0]?.name ?? "";
      const texts = await textsOf(name.toLowerCase());
      const answers = (texts ?? []).map((data) => ({ type: "TXT" as const, name, ttl: 1, data }));
      // 3: there is no such name.
      const flags = texts ? 0 : 3;
      socket.send(encode({ type: "response", id, flags, questions, answers }), from.port, from.address);
    } catch {
      // What is no question gets no answer.
    }
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(0, "127.0.0.1", resolve);
  });
  return {
    address: `127.0.0.1:${socket.address().port}`,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** The records of a JSON file `{ "name": ["text"] }`, read anew for each question; without the file there are none. */
export const recordsIn = (file: string) => async (name: string) => {
  const text = await readFile(file, "utf8").catch(() => "{}");
  return (JSON.parse(text) as Record<string, string[]>)[name];
};
