import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { passportHeader } from "#lib/infra/crypto/passport.ts";
import { proxy } from "./proxy.ts";

test("a passport that arrives from outside reaches no route, whatever its case", () => {
  const headers = { [passportHeader.toUpperCase()]: "forged", "x-other": "kept" };
  const answer = proxy(new NextRequest("http://localhost:3000/api/v1/me", { headers }));
  // This is how Next hands changed headers on to the route.
  const handed = answer.headers.get("x-middleware-override-headers")?.split(",") ?? [];
  expect(handed).toContain("x-other");
  expect(handed).not.toContain(passportHeader);
  expect(answer.headers.get(`x-middleware-request-${passportHeader}`)).toBeNull();
});
