import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type ModelsPort, openModelsPort } from "./models-port.ts";
import { freePort } from "./postgres.ts";

let port: number;
let models: ModelsPort;
let behind: Server | undefined;
afterEach(async () => {
  await models.close();
  behind?.closeAllConnections();
  behind?.close();
});

const call = async () => {
  const body = JSON.stringify({ messages: ["x".repeat(100_000)] });
  const answer = await fetch(`http://127.0.0.1:${port}/v1/messages`, { method: "POST", body });
  return [answer.status, await answer.text()] as const;
};

test("callers read why there is no gateway, get through when there is one, and read it again when it is away", async () => {
  port = await freePort();
  models = await openModelsPort(port);
  expect(await call()).toEqual([503, expect.stringContaining("without a model gateway")]);
  models.say("It is being installed.");
  expect(models.url()).toBeNull();
  const [status, told] = await call();
  expect([status, JSON.parse(told)]).toEqual([
    503,
    { error: { type: "gateway_away", message: "It is being installed." } },
  ]);

  behind = createServer((request, response) => request.pipe(response));
  await new Promise<void>((resolve) => behind?.listen(0, "127.0.0.1", resolve));
  models.lead((behind.address() as AddressInfo).port);
  expect(models.url()).toBe(`http://127.0.0.1:${port}`);
  const [through, echoed] = await call();
  expect([through, echoed.length]).toEqual([200, 100_000 + 17]);

  behind.closeAllConnections();
  behind.close();
  expect(await call()).toEqual([503, expect.stringContaining("does not answer at the moment")]);
});
