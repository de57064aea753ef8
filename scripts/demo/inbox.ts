import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

export type Received = { at: Date; from: string; to: string[]; subject: string; text: string };

/** A mail server that delivers nothing, and a page that shows what it was handed. */
export type Inbox = {
  /** Where programs hand their messages in. */
  smtp: string;
  /** Where people read them. */
  url: string;
  messages(): Received[];
  close(): Promise<void>;
};

/** How many messages are kept, the newest. */
const most = 500;

/** Starts both on this machine's loopback; port 0 takes a free one. */
export async function startInbox({
  smtp = 0,
  page = 0,
}: {
  smtp?: number;
  page?: number;
} = {}): Promise<Inbox> {
  const messages: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    size: 1 << 20,
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("error", done);
      stream.on("end", () => {
        PostalMime.parse(Buffer.concat(parts)).then((mail) => {
          messages.unshift({
            at: new Date(),
            from: mail.from?.address ?? "",
            to: session.envelope.rcptTo.map(({ address }) => address),
            subject: mail.subject ?? "",
            text: mail.text ?? "",
          });
          messages.length = Math.min(messages.length, most);
          done();
        }, done);
      });
    },
  });
  // A sender that hangs up in the middle is its own trouble.
  server.on("error", () => {});
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(smtp, "127.0.0.1", resolve);
  });
  const pages = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://inbox.test");
    const to = searchParams.get("to")?.toLowerCase();
    const shown = messages.filter((message) => !to || message.to.some((one) => one.toLowerCase() === to));
    const json = pathname === "/messages.json";
    if (!json && pathname !== "/") {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      "content-type": json ? "application/json" : "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
      "cache-control": "no-store",
    });
    response.end(json ? JSON.stringify(shown) : inboxPage(shown));
  });
  await new Promise<void>((resolve, reject) => {
    pages.once("error", reject);
    pages.listen(page, "127.0.0.1", resolve);
  });
  return {
    smtp: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    url: `http://127.0.0.1:${(pages.address() as AddressInfo).port}`,
    messages: () => [...messages],
    close: async () => {
      pages.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => server.close(() => resolve())),
        new Promise((resolve) => pages.close(resolve)),
      ]);
    },
  };
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** Addresses in a text as links. */
const linked = (text: string) =>
  escaped(text).replace(/https?:\/\/[^\s&]+/g, (url) => `<a href="${url}">${url}</a>`);

function inboxPage(messages: Received[]): string {
  const list = messages.map(
    ({ at, to, subject, text }) => `<article><h2>${escaped(subject)}</h2>
<p><small>To ${escaped(to.join(", "))}, <time datetime="${at.toISOString()}">${at.toISOString().slice(0, 19).replace("T", " ")} UTC</time></small></p>
<pre>${linked(text)}</pre></article>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Demo inbox</title><style>:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}body{max-width:46rem;margin:2rem auto;padding:0 1rem}
article{border-top:1px solid #8886;padding:1rem 0}h2{font-size:1rem;margin:0}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}</style></head>
<body><main><h1>Demo inbox</h1><p>What the demo has sent. Nothing leaves this machine. Load the page again to see more.</p>
${list.join("\n") || "<p>Nothing yet.</p>"}</main></body></html>`;
}
