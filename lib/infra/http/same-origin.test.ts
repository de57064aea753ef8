import { expect, test } from "vitest";
import { isSameOrigin } from "./same-origin.ts";

const own = "https://portico.test";

test.each<[string, Record<string, string>, boolean]>([
  ["the browser says it is of our own page", { "sec-fetch-site": "same-origin" }, true],
  ["it is of another site", { "sec-fetch-site": "cross-site" }, false],
  ["it is of a neighbour under our domain", { "sec-fetch-site": "same-site" }, false],
  ["nobody's page caused it", { "sec-fetch-site": "none" }, false],
  ["the browser says cross-site and the Origin ours", { "sec-fetch-site": "cross-site", origin: own }, false],
  ["an older browser sends our Origin", { origin: own }, true],
  ["an older browser sends another Origin", { origin: "https://evil.example" }, false],
  ["the Origin begins with ours", { origin: `${own}.evil.example` }, false],
  ["the Origin is ours without TLS", { origin: "http://portico.test" }, false],
  ["the Origin is ours at another port", { origin: `${own}:8443` }, false],
  ["the Origin is opaque", { origin: "null" }, false],
  ["there is neither header", {}, false],
  ["there is only a Referer", { referer: `${own}/account` }, false],
])("a write is taken only from our own pages: %s", (_, headers, taken) => {
  expect(isSameOrigin(new Headers(headers), `${own}/`)).toBe(taken);
});
