import { beforeEach, expect, test, vi } from "vitest";
import { KubeError } from "#lib/infra/kube/errors.ts";
import { addReferenceCommand } from "./commands.ts";

const cluster = vi.hoisted(() => ({ answer: () => Promise.resolve({}) as Promise<unknown> }));
vi.mock("#lib/infra/kube/process.ts", () => ({ kube: () => ({ request: () => cluster.answer() }) }));
vi.mock("#lib/infra/env/index.ts", () => ({
  webEnv: () => ({
    PORTICO_EXTERNAL_STORES: [{ kind: "ClusterSecretStore", name: "vault", prefix: "portico/{projectId}/" }],
  }),
}));

const projectId = "0199a3c2-0000-7000-8000-000000000001";
const scope = {
  ...{ organizationId: "0199a3c2-0000-7000-8000-000000000002", projectId, userId: null },
  ...{ organization: { slug: "acme" }, project: { slug: "vision" } },
};
const input = {
  ...{
    kind: "generic",
    name: "generic",
    settings: {},
    store: "ClusterSecretStore/vault",
    refreshSeconds: 3600,
  },
  parts: { value: { remoteKey: `portico/${projectId}/one`, property: "" } },
};
const prepare = () => addReferenceCommand.prepare?.({ scope, input } as never);
const fails = (code: number) => () => Promise.reject(new KubeError(code, "Reason", "words"));

beforeEach(() => {
  cluster.answer = () => Promise.resolve({ resources: [{ name: "externalsecrets" }] });
});

test("a credential is fetched where the cluster has who fetches it", async () => {
  expect(await prepare()).toMatchObject({ ok: true, value: { secretKey: "generic-value" } });
});

test.each([
  ["operator_missing", "serves no kind of the operator's", fails(404)],
  [
    "operator_missing",
    "serves other kinds of its",
    () => Promise.resolve({ resources: [{ name: "secretstores" }] }),
  ],
  ["cluster_unavailable", "does not answer", fails(503)],
])("is refused with %s where the cluster %s", async (reason, _, answer) => {
  cluster.answer = answer;
  expect(await prepare()).toMatchObject({ ok: false, reason });
});
