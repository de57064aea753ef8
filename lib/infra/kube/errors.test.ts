import { expect, test } from "vitest";
import { retryDelayMs } from "./client.ts";
import { isNotFound, KubeError } from "./errors.ts";

test("the API server's own sentence is the message", () => {
  const body = JSON.stringify({
    kind: "Status",
    reason: "Forbidden",
    message: 'pods "x" is forbidden: exceeded quota',
  });
  const error = KubeError.fromAnswer(403, body, undefined);
  expect(error).toMatchObject({
    code: 403,
    reason: "Forbidden",
    message: 'pods "x" is forbidden: exceeded quota',
    transient: false,
  });
});

test("an answer that is no Status still gives a sentence", () => {
  expect(KubeError.fromAnswer(502, "<html>Bad gateway</html>", undefined).message).toBe(
    "<html>Bad gateway</html>",
  );
  expect(KubeError.fromAnswer(503, "", undefined).message).toBe("The API server answered 503.");
});

test("how long to wait is what the server asked for, else grows to five seconds", () => {
  expect(KubeError.fromAnswer(429, "", "2").retryAfterMs).toBe(2000);
  expect(KubeError.fromAnswer(429, "{}", undefined).retryAfterMs).toBeUndefined();
  const none = () => 0;
  expect([1, 2, 3, 10].map((attempt) => retryDelayMs(attempt, undefined, none))).toEqual([
    100, 200, 400, 5000,
  ]);
  expect(retryDelayMs(1, 2000, none)).toBe(2000);
});

test("an error of another bundle's copy of the class is one too, and no other error is", async () => {
  const other = (await import(/* @vite-ignore */ `./errors.ts?${"bundle"}`)) as typeof import("./errors.ts");
  expect(other.KubeError).not.toBe(KubeError);
  expect(new other.KubeError(404, "NotFound", "not there")).toBeInstanceOf(KubeError);
  expect(isNotFound(new other.KubeError(404, "NotFound", "not there"))).toBe(true);
  expect(new Error("no")).not.toBeInstanceOf(KubeError);
});
