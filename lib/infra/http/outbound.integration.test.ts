import dns from "node:dns";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createMuteServer } from "node:net";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { Outbound, OutboundError, type OutboundOptions } from "./outbound.ts";
import { parseAllowed } from "./ranges.ts";
import { authority, localhost } from "./testing/certificates.ts";

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});
afterEach(() => vi.restoreAllMocks());

async function serve(listen: RequestListener, tls = false): Promise<number> {
  const server = tls ? createTlsServer(localhost, listen) : createServer(listen);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  servers.push(server as Server);
  return (server.address() as AddressInfo).port;
}
const hello: RequestListener = (_, response) => void response.end("hello");
const open = (url: string, allow = "", options: Partial<OutboundOptions> = {}) =>
  Outbound.open(new URL(url), { allow: parseAllowed(allow), ...options });
const codeOf = async (asking: Promise<unknown>) => {
  const error = await asking.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof OutboundError ? error.code : error;
};

/** Answers look-ups of a name by these addresses, and counts them. */
function resolveTo(addresses: string[]) {
  return vi.spyOn(dns, "lookup").mockImplementation(((_name: string, _options: object, callback: unknown) => {
    const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    (callback as (error: null, found: object[]) => void)(null, found);
  }) as unknown as typeof dns.lookup);
}

test.each([
  "https://127.0.0.1",
  "https://10.0.0.1:8443",
  "https://[::1]",
  "https://[::ffff:10.0.0.1]",
  "https://169.254.169.254",
  "https://0x7f000001",
  "https://2130706433",
  "https://017700000001",
  "https://127.1",
  "https://[fe80::1]",
  "https://localhost",
])("%s is refused before a connection is made", async (url) =>
  expect(await codeOf(open(url))).toBe("closed"),
);

test("a name is refused if one of its addresses is inside, and metadata even where the name is allowed", async () => {
  resolveTo(["8.8.8.8", "10.0.0.7"]);
  expect(await codeOf(open("https://two.example"))).toBe("closed");
  expect(await codeOf(open("https://two.example", "two.example"))).toBe(null);
  resolveTo(["169.254.169.254"]);
  expect(await codeOf(open("https://meta.example", "meta.example,169.254.0.0/16"))).toBe("closed");
});

test("whether there is a name inside is not told, and no name is completed to one", async () => {
  const asked = resolveTo(["10.0.0.7"]);
  const names = ["postgres", "api.portico-system.svc", "api.ns.svc.cluster.local.", "db.corp.internal"];
  for (const name of names) expect(await codeOf(open(`https://${name}`))).toBe("closed");
  expect(asked).not.toHaveBeenCalled();
  expect(await codeOf(open("https://postgres.portico-system"))).toBe("closed");
  expect(asked.mock.lastCall?.[0]).toBe("postgres.portico-system.");
  // What the platform lets people reach is looked up, and what is not there is no other answer.
  expect(await codeOf(open("https://db.corp.internal", "10.0.0.0/8"))).toBe(null);
  expect(await codeOf(open("https://db.corp.internal", "192.168.0.0/16"))).toBe("closed");
  asked.mockImplementation(((_name: string, _options: object, callback: (error: Error) => void) =>
    callback(new Error("getaddrinfo ENOTFOUND"))) as unknown as typeof dns.lookup);
  expect(await codeOf(open("https://db.corp.internal", "192.168.0.0/16"))).toBe("closed");
});

test("names that nobody answers for take two threads at most, and those that wait get their turn", async () => {
  const answers: (() => void)[] = [];
  const asked = vi.spyOn(dns, "lookup").mockImplementation(((_n: string, _o: object, callback: unknown) => {
    answers.push(() =>
      (callback as (error: null, found: object[]) => void)(null, [{ address: "8.8.8.8", family: 4 }]),
    );
  }) as unknown as typeof dns.lookup);
  const slow = [1, 2, 3].map((n) => codeOf(open(`https://slow-${n}.example`, "", { timeoutMs: 50 })));
  expect(await Promise.all(slow)).toEqual(["dns", "dns", "dns"]);
  const own = open("https://own.example", "own.example");
  const next = open("https://next.example");
  expect(asked).toHaveBeenCalledTimes(3);
  for (const answer of answers.splice(0)) answer();
  expect(await codeOf(own)).toBe(null);
  answers.pop()?.();
  expect(await codeOf(next)).toBe(null);
  for (const answer of answers) answer();
});

test("http is for what the platform allows, and for its own configuration", async () => {
  const port = await serve(hello);
  expect(await codeOf(open("http://93.184.216.34"))).toBe("insecure");
  expect(await codeOf(open("ftp://93.184.216.34", "93.184.216.34"))).toBe("insecure");
  for (const allow of [`127.0.0.1:${port}`, "127.0.0.0/8"])
    expect(await (await open(`http://127.0.0.1:${port}`, allow)).ask("/")).toMatchObject({ text: "hello" });
  const own = await open(`http://127.0.0.1:${port}`, "", { configured: true });
  expect(await own.ask("/")).toMatchObject({ status: 200 });
});

test("a name is looked up once, and every connection goes to what it was then", async () => {
  const port = await serve(hello);
  const asked = resolveTo(["127.0.0.1"]);
  const way = await open(`http://rebinds.example:${port}`, "127.0.0.0/8");
  asked.mockImplementation((() => {
    throw new Error("It was looked up again.");
  }) as unknown as typeof dns.lookup);
  await way.handshake();
  expect(await way.ask("/")).toMatchObject({ text: "hello" });
  way.close();
  expect(await way.ask("/")).toMatchObject({ text: "hello" });
  expect(asked).toHaveBeenCalledTimes(1);
});

test("a redirect is an answer and is not followed", async () => {
  const port = await serve((_, response) =>
    response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end(),
  );
  const way = await open(`http://127.0.0.1:${port}`, "127.0.0.1");
  expect(await way.ask("/")).toMatchObject({ status: 302, text: "" });
});

test("a certificate is checked, by one's own authority too, unless that is switched off", async () => {
  const port = await serve(hello, true);
  const allow = "127.0.0.0/8,localhost";
  const url = `https://localhost:${port}`;
  expect(await codeOf((await open(url, allow)).handshake())).toBe("tls");
  expect(await codeOf((await open(url, allow)).ask("/"))).toBe("tls");
  for (const options of [{ ca: authority }, { verifyTls: false }]) {
    const way = await open(url, allow, options);
    await way.handshake();
    expect(await way.ask("/")).toMatchObject({ text: "hello" });
  }
  expect(await codeOf((await open(url, allow, { ca: "no certificate" })).handshake())).toBe("tls");
  resolveTo(["127.0.0.1"]);
  const other = await open(`https://other.example:${port}`, allow, { ca: authority });
  expect(await codeOf(other.handshake())).toBe("tls");
  const plain = await serve(hello);
  expect(await codeOf((await open(`https://127.0.0.1:${plain}`, allow)).handshake())).toBe("tls");
});

test("what is slow, silent, endless or away ends with a reason", async () => {
  const allow = "127.0.0.1";
  const silent = await serve(() => {});
  const slow = await serve((_, response) => {
    const timer = setInterval(() => response.write("."), 20);
    response.on("close", () => clearInterval(timer));
  });
  const endless = await serve((_, response) => {
    const timer = setInterval(() => response.write("x".repeat(10_000)), 1);
    response.on("close", () => clearInterval(timer));
  });
  const ask = async (port: number) =>
    codeOf((await open(`http://127.0.0.1:${port}`, allow, { timeoutMs: 200, mostBytes: 50_000 })).ask("/"));
  expect(await ask(silent)).toBe("unreachable");
  expect(await ask(slow)).toBe("unreachable");
  expect(await ask(endless)).toBe("large");
  expect(await ask(1)).toBe("unreachable");
  const mute = createMuteServer(() => {});
  await new Promise<void>((ready) => mute.listen(0, "127.0.0.1", ready));
  const { port } = mute.address() as AddressInfo;
  const tls = await open(`https://127.0.0.1:${port}`, allow, { timeoutMs: 200 });
  expect(await codeOf(tls.handshake())).toBe("unreachable");
  mute.close();
  expect(await codeOf(open("https://nowhere.invalid"))).toBe("dns");
});
