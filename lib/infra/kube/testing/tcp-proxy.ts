import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way to an API server that a test can cut, or let fall silent. */
export interface TcpProxy {
  port: number;
  /** Ends every connection and refuses new ones. */
  cut: () => void;
  /** Keeps connections open and passes nothing on, either way. */
  freeze: () => void;
  /** As it was. Connections that were frozen stay dead. */
  restore: () => void;
  close: () => Promise<void>;
}

/** Starts a proxy on a loopback port in front of `target`. */
export async function startTcpProxy(target: URL): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let state: "open" | "cut" | "frozen" = "open";
  const server = createServer((near) => {
    if (state === "cut") {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        open.delete(socket);
        other.destroy();
      });
      socket.on("data", (chunk) => void (state !== "frozen" && !frozen.has(socket) && other.write(chunk)));
    }
    if (state === "frozen") for (const socket of [near, far]) frozen.add(socket);
  });
  const frozen = new WeakSet<Socket>();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      state = "cut";
      for (const socket of open) socket.destroy();
    },
    freeze: () => {
      state = "frozen";
      for (const socket of open) frozen.add(socket);
    },
    restore: () => {
      state = "open";
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
