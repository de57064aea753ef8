import { createSocket } from "node:dgram";
import { decode, encode } from "dns-packet";

/** A name server on a port of this machine that knows the TXT records of `records`, and no other name. */
export async function startDns() {
  const records = new Map<string, string[]>();
  const socket = createSocket("udp4");
  socket.on("message", (message, from) => {
    const { id, questions = [] } = decode(message);
    const name = questions[0]?.name ?? "";
    const texts = records.get(name);
    const answers = (texts ?? []).map((data) => ({ type: "TXT" as const, name, ttl: 1, data }));
    // 3: there is no such name.
    const flags = texts ? 0 : 3;
    socket.send(encode({ type: "response", id, flags, questions, answers }), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return { records, address: `127.0.0.1:${socket.address().port}`, close: () => socket.close() };
}
