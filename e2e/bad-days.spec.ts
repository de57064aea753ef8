import { expect } from "@playwright/test";
import { toBase32 } from "#lib/infra/db/id.ts";
import { type KubeObject, kindOf, namespaces, networkPolicies } from "#lib/infra/kube/objects.ts";
import { expectAccessible, inCluster, signIn } from "./demo.ts";
import { test } from "./test.ts";
import { evaluation, launch, makeProject, people, unique } from "./world.ts";

type Pod = KubeObject & {
  status?: { containerStatuses?: { name: string; image: string; imageID: string; restartCount: number }[] };
};

test("a namespace of somebody else is never adopted, and the project stands once it is gone", async ({
  page,
}) => {
  const name = unique("taken");
  const namespace = `northmoor-${name}`;
  await inCluster((client) =>
    client.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }),
  );
  await signIn(page, people.owner, "/orgs/northmoor/projects/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page).toHaveURL(new RegExp(`/projects/${name}$`));
  const words = page.getByRole("figure", { name: "The API server's words" });
  await expect(words).toContainText(`The namespace ${namespace} exists already`);
  await expectAccessible(page);

  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("Asked for another try.")).toBeVisible();
  await inCluster((client) => client.delete(namespaces, { name: namespace }));
  await expect(page.getByRole("row", { name: /As asked RoleBinding portico-admin/ })).toBeVisible({
    timeout: 60_000,
  });
  await expect(words).toHaveCount(0);
});

test("an object that was changed outside Portico is put back", async ({ page }) => {
  await signIn(page, people.owner, "/orgs/northmoor");
  const name = unique("drift");
  await makeProject(page, name);
  await inCluster(async (client) => {
    const place = { name: "default-deny", namespace: `northmoor-${name}` };
    await client.delete(networkPolicies, place);
    await expect
      .poll(async () => (await client.get(networkPolicies, place))?.metadata.name, { timeout: 30_000 })
      .toBe("default-deny");
  });
  await expect(page.getByRole("row", { name: /As asked NetworkPolicy default-deny/ })).toBeVisible();
  await expect(page.getByText("All 13 objects stand.")).toBeVisible();
});

/** Whether new pods may go to the node that runs sessions. Those that run there stay. */
const cordon = (unschedulable: boolean) =>
  inCluster((client) =>
    client.patch(kindOf("v1", "Node", "nodes", false), { name: "local-1" }, { spec: { unschedulable } }),
  );

test("a session that no node can take says so in the scheduler's words, and runs once there is room", async ({
  page,
}) => {
  await signIn(page, people.editor, `${evaluation}/sessions/new`);
  // Sessions of other journeys that start meanwhile wait a few seconds too.
  await cordon(true);
  try {
    await launch(page, evaluation, "Wait for a node.");
    const note = page.getByText(/^No node can take the session now\. 0\/3 nodes are available/);
    await expect(note).toBeVisible();
  } finally {
    await cordon(false);
  }
  await expect(page.getByRole("list", { name: "Stages" }).getByText("Succeeded")).toBeVisible({
    timeout: 45_000,
  });
});

test("a session that needs more memory than its class has says so, with the next step", async ({ page }) => {
  await signIn(page, people.editor, evaluation);
  const address = await launch(page, evaluation, "[[hang]] Remember everything.");
  await expect(page.getByRole("log").getByText("You asked: Remember everything.")).toBeVisible();
  // The stand-in for the kubelet limits nobody's memory, so what a kubelet says of a container that was over it is said here.
  await inCluster(async (client) => {
    const namespace = "northmoor-retrieval-eval";
    const id = address.split("/").at(-1) ?? "";
    const pods = kindOf<Pod>("v1", "Pod", "pods");
    const { items } = await client.list<Pod>(pods, { namespace });
    const pod = items.find(({ metadata }) => metadata.name.startsWith(`s-${toBase32(id)}`));
    const [container] = pod?.status?.containerStatuses ?? [];
    if (!pod || !container) throw new Error("The session has no pod.");
    const now = new Date().toISOString();
    const terminated = { exitCode: 137, reason: "OOMKilled", startedAt: now, finishedAt: now };
    const containerStatuses = [{ ...container, ready: false, started: false, state: { terminated } }];
    const status = { phase: "Failed", containerStatuses };
    await client.patch(pods, { name: pod.metadata.name, namespace }, { status }, { subresource: "status" });
  });
  await expect(
    page.getByText("It used more memory than its size has. Clone it with a larger size."),
  ).toBeVisible();
  await expect(page.getByRole("list", { name: "Stages" }).getByText("Failed")).toBeVisible();
  await expect(page.getByRole("link", { name: "Clone" })).toBeVisible();
  await expect(page.getByRole("log").getByText("You asked: Remember everything.")).toBeVisible();
  await expectAccessible(page);
});
