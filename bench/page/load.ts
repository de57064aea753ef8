import { Agent, request } from "node:http";
import { setImmediate as breathe } from "node:timers/promises";

export type Answer = { status: number; bytes: number; ms: number; text: string };

/** Gets one page as a browser asks for it, whole: milliseconds until its last byte. */
export function get(agent: Agent, url: string, cookie: string, compressed = true): Promise<Answer> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      agent,
      headers: { cookie, accept: "text/html", "accept-encoding": compressed ? "gzip" : "identity" },
    });
    asked.setTimeout(60_000, () => asked.destroy(new Error(`${url} did not answer within a minute.`)));
    asked.on("error", reject);
    asked.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const body = Buffer.concat(chunks);
        const ms = performance.now() - start;
        resolve({
          status: response.statusCode ?? 0,
          bytes: body.length,
          ms,
          text: compressed ? "" : String(body),
        });
      });
    });
    asked.end();
  });
}

/**
 * Every visitor at once, each asking for their page again as soon as they have it, over a connection of their own, `each`
 * times. Milliseconds of every page. Throws if one is not answered with 200.
 */
export async function visit(visitors: { url: string; cookie: string }[], each: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: visitors.length });
  const times: number[] = [];
  try {
    await Promise.all(
      visitors.map(async ({ url, cookie }) => {
        for (let i = 0; i < each; i += 1) {
          const { status, ms } = await get(agent, url, cookie);
          if (status !== 200) throw new Error(`${url} was answered with ${status}.`);
          times.push(ms);
          await breathe();
        }
      }),
    );
  } finally {
    agent.destroy();
  }
  return times;
}
