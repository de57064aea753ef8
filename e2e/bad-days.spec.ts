import { expect, test } from "@playwright/test";
import { KubeClient } from "#lib/infra/kube/client.ts";
import { fromFile } from "#lib/infra/kube/config.ts";
import { namespaces, networkPolicies } from "#lib/infra/kube/objects.ts";
import { demo, expectAccessible, signIn } from "./demo.ts";
import { makeProject, people, unique } from "./world.ts";

/** The cluster, with the rights of its administrator, who may do what Portico did not expect. */
async function inCluster(work: (client: KubeClient) => Promise<unknown>): Promise<void> {
  const client = new KubeClient(fromFile(demo().kubeconfig));
  try {
    await work(client);
  } finally {
    client.close();
  }
}

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
