import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { KubeConfigError, loadKubeConfig } from "./config.ts";

const folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
afterAll(() => rmSync(folder, { recursive: true }));

function kubeconfig(contexts: string[]): string {
  const file = join(folder, contexts.join("-"));
  const text = stringify({
    clusters: contexts.map((name) => ({ name, cluster: { server: `https://${name}.test:6443` } })),
    users: contexts.map((name) => ({ name, user: { token: "t" } })),
    contexts: contexts.map((name) => ({ name, context: { cluster: name, user: name } })),
    "current-context": contexts[0],
  });
  writeFileSync(file, text);
  return file;
}

test("a file with one context is used as it is", () => {
  expect(loadKubeConfig({ PORTICO_KUBECONFIG: kubeconfig(["one"]) }).getCurrentCluster()?.server).toBe(
    "https://one.test:6443",
  );
});

test("the current context of a file with several is never used by accident", () => {
  const file = kubeconfig(["production", "sandbox"]);
  expect(() => loadKubeConfig({ PORTICO_KUBECONFIG: file })).toThrow(
    /2 contexts \(production, sandbox\); set PORTICO_KUBE_CONTEXT/,
  );
  const chosen = loadKubeConfig({ PORTICO_KUBECONFIG: file, PORTICO_KUBE_CONTEXT: "sandbox" });
  expect(chosen.getCurrentCluster()?.server).toBe("https://sandbox.test:6443");
});

test.each([
  [{}, /^No cluster: set PORTICO_KUBECONFIG/],
  [{ PORTICO_KUBECONFIG: "/nowhere/kubeconfig" }, /does not exist/],
  [
    { PORTICO_KUBECONFIG: kubeconfig(["one"]), PORTICO_KUBE_CONTEXT: "two" },
    /has no context two; it has one/,
  ],
])("what is missing is said in one line: %j", (env, message) => {
  expect(() => loadKubeConfig(env)).toThrow(KubeConfigError);
  try {
    loadKubeConfig(env);
  } catch (error) {
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain("\n");
  }
});
