import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { expect, test } from "vitest";
import { documentOf } from "./access/openapi.ts";
import { gatewayOperations, operations } from "./api.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const routeOf = (path: string) => `app/api/v1${path.replaceAll(/\{(\w+)\}/g, "[$1]")}/route.ts`;

test("the document is OpenAPI 3.1 without a fault by the recommended rules", async () => {
  const problems = await lintFromString({
    source: JSON.stringify(documentOf(operations, gatewayOperations)),
    absoluteRef: "/openapi.json",
    config: await createConfig({ extends: ["recommended"] }),
  });
  expect(
    problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`),
  ).toEqual([]);
});

test("each operation has an id, a method and an address of its own, and says its parameters", () => {
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  expect(new Set(operations.map(({ method, path }) => `${method} ${path}`)).size).toBe(operations.length);
  for (const { path, params, id } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(params?.shape ?? {}).sort(), id).toEqual(inPath.sort());
  }
});

test("what has no permission to go by is read with the scope of its own kind, and not with that of the organization's name", () => {
  const open = operations.filter(
    (one) => one.does === "read" && one.at === "organization" && one.permission === null,
  );
  expect(open.length).toBeGreaterThan(4);
  const wanted = (tag: string) => (tag === "organizations" ? undefined : `${tag}:read`);
  expect(open.map((one) => [one.id, one.scope])).toEqual(open.map((one) => [one.id, wanted(one.tag)]));
});

test("each operation has its route, and each route is of operations", () => {
  const addresses = [...new Set(operations.map(({ path }) => path))];
  for (const path of addresses) {
    const file = routeOf(path);
    expect(existsSync(`${root}/${file}`), file).toBe(true);
    const methods = operations.filter((one) => one.path === path).map(({ method }) => method.toUpperCase());
    const [, exported = ""] =
      /^export const \{ (.*) \} = apiRoute\(/m.exec(readFileSync(`${root}/${file}`, "utf8")) ?? [];
    expect(exported.split(", ").sort(), file).toEqual(methods.sort());
  }
  const files = globSync("app/api/v1/**/route.ts", { cwd: root }).filter((file) =>
    readFileSync(`${root}/${file}`, "utf8").includes("apiRoute("),
  );
  expect(files.sort()).toEqual(addresses.map(routeOf).sort());
});

/** Addresses beside those of operations, each with who answers there. */
const otherRoutes: Record<string, string> = {
  "api/v1/[...path]": "nothing is there",
  "api/v1/authorize/[[...path]]": "gateways, which prove themselves",
  "api/v1/openapi.json": "the document itself",
  ".well-known/jwks.json": "public keys",
  ".well-known/openid-configuration": "where those are",
};

test("each operation of gateways has its route, and no route is in no list", () => {
  const listed = gatewayOperations.map(({ path }) => routeOf(path));
  for (const { path, method } of gatewayOperations)
    expect(readFileSync(`${root}/${routeOf(path)}`, "utf8"), path).toContain(
      `const ${method.toUpperCase()} =`,
    );
  const others = Object.keys(otherRoutes).map((path) => `app/${path}/route.ts`);
  const files = ["app/api/v1", "app/.well-known"].flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith("route.ts"))
      .map((file) => `${folder}/${file}`)
      .filter((file) => !readFileSync(`${root}/${file}`, "utf8").includes("apiRoute(")),
  );
  expect(files.sort()).toEqual([...listed, ...others].sort());
});

/** Commands that no operation offers, each with why. */
const screenOnly: Record<string, string> = {
  startViewingCommand: "a browser is looked through; a key has none",
  endViewingCommand: "the same",
  createPlatformKeyCommand: "asks for a fresh sign-in, which only a screen can",
  confirmYouCommand: "a step of the wizard, which is a way through screens",
  chooseOrganizationCommand: "the same",
  leaveWizardCommand: "the same",
  signOutCommand: "ends the browser's own sign-in; the others end by revokeOwnSignIn",
};

test("each command is an operation, or listed with the reason why not", async () => {
  const offered = new Set(operations.flatMap((one) => (one.does === "change" ? one.command : [])));
  const missing: string[] = [];
  for (const file of globSync("lib/domain/*/commands.ts", { cwd: root })) {
    const commands = (await import(`${root}/${file}`)) as Record<string, never>;
    for (const [name, command] of Object.entries(commands))
      if (name.endsWith("Command") && !offered.has(command)) missing.push(name);
  }
  expect(missing.sort()).toEqual(Object.keys(screenOnly).sort());
});

test("whatever changes something takes an Idempotency-Key, and nothing else does", () => {
  const paths = documentOf(operations, gatewayOperations).paths ?? {};
  for (const { id, does, method, path } of operations) {
    const described = paths[path]?.[method];
    const names = described?.parameters?.map((one) => ("name" in one ? one.name : ""));
    expect(names?.includes("Idempotency-Key") ?? false, id).toBe(does === "change");
  }
});
