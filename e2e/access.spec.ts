import { expect } from "@playwright/test";
import { kindOf, networkPolicies, roleBindings } from "#lib/infra/kube/objects.ts";
import { expectAccessible, inCluster, signIn } from "./demo.ts";
import { test } from "./test.ts";
import { evaluation, makeProject, people, unique } from "./world.ts";

test("what is somebody else's answers exactly like what does not exist", async ({ page }) => {
  await signIn(page, "bill@northmoor.example", "/account");
  const answers: string[] = [];
  for (const address of [
    "/orgs/halden",
    "/orgs/no-such-organization",
    "/orgs/northmoor/projects/retrieval-eval",
    "/orgs/northmoor/projects/no-such-project",
    "/platform",
  ]) {
    const answer = await page.goto(address);
    expect(answer?.status(), address).toBe(404);
    await expect(page.getByRole("heading", { name: "There is nothing here for you" })).toBeVisible();
    await expect(page.getByText(address, { exact: true })).toBeVisible();
    // What was asked for and when is told back; all else is the same.
    const facts = await page.locator("main dl").textContent();
    const all = await page.locator("main").textContent();
    answers.push((all ?? "").replace(facts ?? "?", ""));
  }
  expect(new Set(answers).size).toBe(1);
  await expectAccessible(page);
});

test("a role that is too low is told so", async ({ page }) => {
  await signIn(page, "bill@northmoor.example", "/account");
  const answer = await page.goto("/orgs/northmoor/projects/new");
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole("heading", { name: "Your role does not allow this" })).toBeVisible();
  const why = page.getByText(/^Your role in .* is Billing/);
  await expect(why).toContainText(
    "projects:create is needed to create projects; Owner, Admin, and Member hold it.",
  );
  await expect(why).toContainText("can give it to you");
  await expect(page.getByRole("link", { name: /^Back to/ })).toBeVisible();
  await expect(page.getByText(/^r-[0-9a-f]{16}$/)).toBeVisible();
  await expectAccessible(page);
});

test("pages are neither kept nor framed, and scripts need the page's own nonce", async ({ request }) => {
  const headers = (await request.get("/sign-in")).headers();
  expect(headers["cache-control"]).toContain("no-store");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["content-security-policy"]).toMatch(/script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic';/);
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  const other = (await request.get("/sign-in")).headers();
  expect(other["content-security-policy"]).not.toBe(headers["content-security-policy"]);
});

test.describe("who can do what, and why", () => {
  test("is answered by permission, by person and by thing, for portal and cluster alike", async ({
    page,
  }) => {
    await signIn(page, people.admin, `${evaluation}/access`);
    await expect(page.getByRole("heading", { level: 1, name: "Who can do what, and why" })).toBeVisible();
    const can = page.getByRole("table", { name: "Who can start a session" });
    const editor = can.getByRole("row", { name: /Ed Desai/ });
    await expect(editor).toContainText("Can");
    await expect(editor).toContainText("given by name");
    await expect(editor).toContainText("sessions:create");
    await expect(can.getByRole("row", { name: /Olga Okafor/ })).toContainText("in the organization");
    const cannot = page.getByRole("table", { name: "Who cannot start a session" });
    await expect(cannot.getByRole("row", { name: /Vic Yilmaz/ })).toContainText("Viewer does not allow it.");
    await expect(page.getByText("create agenticsessions.portico.dev")).toBeVisible();
    // Another journey may be changing a role at this moment, which the cluster follows within seconds.
    await expect(async () => {
      await page.reload();
      await expect(page.getByText("Portal and cluster say the same.")).toBeVisible({ timeout: 2000 });
    }).toPass({ timeout: 15_000 });
    await expectAccessible(page);

    await page.getByLabel("Act", { exact: true }).selectOption({ label: "see sessions and their logs" });
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await expect(page).toHaveURL(/permission=sessions%3Aread/);
    await page
      .getByRole("table", { name: "Who can see sessions and their logs" })
      .getByRole("link", { name: "Vic Yilmaz", exact: true })
      .click();
    const all = page.getByRole("table", { name: "What Vic Yilmaz can do" });
    await expect(all.getByRole("row", { name: /start a session/i })).toContainText("Cannot");
    await expect(all.getByRole("row", { name: /see the project$|see the project /i }).first()).toContainText(
      "Can",
    );
    await expectAccessible(page);

    await page.getByRole("link", { name: "By resource" }).click();
    await page.getByLabel("Thing", { exact: true }).selectOption({ label: "credentials" });
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    const things = page.getByRole("table", { name: "Who can do what with credentials" });
    await expect(things.getByRole("row", { name: /Mia Tanaka/ })).toContainText("Can");
    await page.setViewportSize({ width: 320, height: 720 });
    await expectAccessible(page);
  });

  test("is for admins: the others have no way to it and are refused", async ({ page }) => {
    await signIn(page, people.editor, evaluation);
    await expect(page.getByRole("link", { name: "Who can do what" })).toHaveCount(0);
    expect((await page.goto(`${evaluation}/access`))?.status()).toBe(403);
    expect((await page.goto("/orgs/northmoor/access"))?.status()).toBe(403);
  });

  test("is answered for the organization too", async ({ page }) => {
    await signIn(page, people.owner, "/orgs/northmoor/access?permission=organization%3Adelete");
    const can = page.getByRole("table", { name: "Who can delete the organization" });
    await expect(can.getByRole("row", { name: /Olga Okafor/ })).toContainText("Owner");
    const cannot = page.getByRole("table", { name: "Who cannot delete the organization" });
    await expect(cannot.getByRole("row", { name: /Adam Lindqvist/ })).toContainText(
      "Admin does not allow it.",
    );
    await expect(cannot.getByRole("row", { name: /Platform admins/ })).toContainText("no role inside");
    await page.getByRole("link", { name: "By person" }).click();
    await page.getByLabel(/^Name or address/).fill("ed desai");
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.getByRole("link", { name: "Ed Desai", exact: true }).click();
    const projects = page.getByRole("table", { name: "Roles of Ed Desai in projects" });
    await expect(projects.getByRole("row", { name: /Retrieval evaluation/ })).toContainText("Editor");
    await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
    await page.getByRole("link", { name: "Change the role of Ed Desai" }).click();
    await expect(page).toHaveURL(/\/orgs\/northmoor\/members\?q=/);
    await expectAccessible(page);
  });

  test("names what is bound in the cluster past the portal", async ({ page }) => {
    const name = unique("bound");
    await signIn(page, people.owner);
    const project = await makeProject(page, name);
    await inCluster((client) =>
      client.create(roleBindings, {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "RoleBinding",
        metadata: { name: "from-elsewhere", namespace: `northmoor-${name}` },
        ...{
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
          subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "oidc:somebody" }],
        },
      }),
    );
    await page.goto(`${project}/access`);
    const lost = page.getByRole("table", { name: "Bindings that nobody of the portal stands behind" });
    await expect(lost.getByRole("row", { name: /oidc:somebody/ })).toContainText(
      "Portico did not make this binding.",
    );
    await page.getByRole("link", { name: "In the cluster", exact: true }).click();
    const past = page.getByRole("table", { name: /Who can get past the portal/ });
    const somebody = past.getByRole("row", { name: /oidc:somebody/ });
    await expect(somebody).toContainText("not of the portal");
    await expect(somebody.getByText("Can", { exact: true })).toHaveCount(3);
    await expect(past.getByRole("row", { name: /Olga Okafor/ }).getByText("Cannot")).toHaveCount(3);
    await expectAccessible(page);
  });
});

test("what is changed in the cluster past Portico is put back and listed, with who it was", async ({
  page,
}) => {
  const name = unique("drift");
  await signIn(page, people.owner);
  const project = await makeProject(page, name);
  await page.getByRole("link", { name: "Drift", exact: true }).click();
  await expect(page.getByText("Nothing was changed past Portico")).toBeVisible();
  await expectAccessible(page);
  const namespace = `northmoor-${name}`;
  await inCluster(async (client) => {
    const ref = { namespace, name: "default-deny" };
    await client.patch(networkPolicies, ref, { spec: { ingress: [{}] } }, { fieldManager: "kubectl-edit" });
    await client.delete(kindOf("v1", "LimitRange", "limitranges"), { namespace, name: "portico" });
  });
  // The page is open and hears of it by itself.
  const edited = page.getByRole("row", { name: /default-deny/ });
  await expect(edited).toContainText("Put back");
  await expect(edited).toContainText("spec.ingress");
  await expect(edited).toContainText("kubectl-edit");
  await expect(page.getByRole("row", { name: /LimitRange/ })).toContainText("It was deleted");
  await expectAccessible(page);
  expect(new URL(page.url()).pathname).toBe(`${project}/drift`);
});
