import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { organizationSecret } from "#lib/domain/clusters/contract/brought.ts";
import {
  credentialAnnotation,
  SHARED_CREDENTIALS_SECRET,
} from "#lib/domain/clusters/contract/credentials.ts";
import { API_VERSION, annotations, fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import { projectResource } from "#lib/domain/clusters/contract/project.ts";
import { tenantResource } from "#lib/domain/clusters/contract/tenant.ts";
import { type Resource, secrets } from "#lib/infra/kube/objects.ts";
import type { WholeSecret } from "./project/brought.ts";
import { openWorld, unique, until, type World } from "./testing/world.ts";

const whole = secrets as Resource<WholeSecret>;
const key = "anthropic-api-key";
const jira = "jira-api-token";
let world: World;

beforeAll(async () => {
  world = await openWorld();
}, 300_000);
afterAll(async () => {
  await world.admin.delete(secrets, organizationSecret(world.tenant));
  await world.close();
});

const b64 = (text: string) => Buffer.from(text).toString("base64");
const describing = (name: string, more: object = {}) => ({
  [credentialAnnotation(name)]: JSON.stringify({
    kind: name.split("-")[0],
    name: name.split("-")[0],
    keys: { value: name },
    settings: {},
    ...more,
  }),
});

/** Writes credentials of an organization, as the web does: each value with what it is, in one call. */
async function keep(values: Record<string, string | null>, { tenant = world.tenant, more = {} } = {}) {
  const ref = organizationSecret(tenant);
  const notes = Object.entries(values).map(([name, value]) =>
    value === null ? { [credentialAnnotation(name)]: null } : describing(name, more),
  );
  const body = {
    metadata: { annotations: Object.assign({}, ...notes) as Record<string, string> },
    data: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value && b64(value)])),
  };
  const there = await world.admin.get(secrets, ref);
  if (there) return world.admin.patch(secrets, ref, body);
  return world.admin.create(secrets, {
    apiVersion: "v1",
    kind: "Secret",
    ...body,
    metadata: { ...ref, ...body.metadata },
  });
}

const share = (name: string, keys: string[]) =>
  world.admin.patch(
    projectResource,
    { name },
    { spec: { sharedCredentials: keys.map((it) => ({ name: it })) } },
    { fieldManager: fieldManagers.dispatch },
  );
const copyOf = (namespace: string) => world.admin.get(whole, { namespace, name: SHARED_CREDENTIALS_SECRET });
/** What a project's copy holds, in plain text; null without one. */
const valuesIn = async (namespace: string) => {
  const copy = await copyOf(namespace);
  return (
    copy &&
    Object.fromEntries(
      Object.entries(copy.data ?? {}).map(([name, value]) => [name, Buffer.from(value, "base64").toString()]),
    )
  );
};
const holds = (namespace: string, values: Record<string, string>) =>
  until(`${namespace} holds ${Object.keys(values)}`, async () => {
    const found = await valuesIn(namespace);
    return found && JSON.stringify(found) === JSON.stringify(values);
  });

describe("the organization's credentials in a project", () => {
  test("come with what they are, follow their source, and go", async () => {
    await keep({ [key]: "sk-ant-first", [jira]: "jira-first" });
    const name = await world.ready({ sharedCredentials: [{ name: key }] });
    // Only what is named, not all that the organization has.
    await holds(name, { [key]: "sk-ant-first" });
    expect((await copyOf(name))?.metadata.annotations).toMatchObject(describing(key));

    await keep({ [key]: "sk-ant-second" });
    await holds(name, { [key]: "sk-ant-second" });
    await keep({ [key]: "sk-ant-second" }, { more: { disabled: true } });
    await until("it is disabled", async () =>
      (await copyOf(name))?.metadata.annotations?.[credentialAnnotation(key)]?.includes('"disabled":true'),
    );

    await share(name, [jira]);
    await holds(name, { [jira]: "jira-first" });
    expect((await copyOf(name))?.metadata.annotations).not.toHaveProperty([credentialAnnotation(key)]);
    await keep({ [jira]: null });
    await holds(name, {});
    await share(name, []);
    await until("the copy is gone", async () => !(await copyOf(name)));
    await until("it is Ready and names the copy no more", () => {
      const { phase, objects = [] } = world.projectNow(name)?.status ?? {};
      return phase === "Ready" && objects.every((object) => object.name !== SHARED_CREDENTIALS_SECRET);
    });
  });

  test("wait for a source that is not there yet, and the project is Ready meanwhile", async () => {
    const name = await world.ready({ sharedCredentials: [{ name: "openai-api-key" }] });
    await holds(name, {});
    await keep({ "openai-api-key": "sk-late" });
    await holds(name, { "openai-api-key": "sk-late" });
  });

  test("are put back when somebody changes, adds or takes out a value, and whoever did is named", async () => {
    await keep({ [key]: "sk-ant-right" });
    const name = await world.ready({ sharedCredentials: [{ name: key }] });
    await holds(name, { [key]: "sk-ant-right" });
    const ref = { namespace: name, name: SHARED_CREDENTIALS_SECRET };
    await world.admin.patch(
      secrets,
      ref,
      { data: { [key]: b64("sk-wrong"), more: b64("x") } },
      { fieldManager: "somebody" },
    );
    await holds(name, { [key]: "sk-ant-right" });
    const repaired = JSON.parse((await copyOf(name))?.metadata.annotations?.[annotations.repaired] ?? "{}");
    expect(repaired).toMatchObject({ kind: "Secret", name: SHARED_CREDENTIALS_SECRET, manager: "somebody" });
    expect(repaired.fields.sort()).toEqual([`data.${key}`, "data.more"]);
    // Nothing of what it was changed to, or should be, is said anywhere.
    expect(JSON.stringify([repaired, world.projectNow(name)])).not.toMatch(/sk-|c2st/);
    await world.admin.patch(secrets, ref, { data: null });
    await holds(name, { [key]: "sk-ant-right" });
    await world.admin.delete(secrets, ref);
    await holds(name, { [key]: "sk-ant-right" });
  });

  test("are those of its own organization, whatever it names", async () => {
    const other = unique("other");
    await world.admin.create(tenantResource, {
      apiVersion: API_VERSION,
      kind: "Tenant",
      metadata: { name: other },
      ...{ spec: { displayName: "Other" } },
    });
    await keep({ [key]: "sk-ant-ours" });
    const name = await world.ready({ tenantRef: { name: other }, sharedCredentials: [{ name: key }] });
    await holds(name, {});
    await keep({ [key]: "sk-ant-theirs" }, { tenant: other });
    await holds(name, { [key]: "sk-ant-theirs" });
    await world.admin.delete(secrets, organizationSecret(other));
    await world.admin.delete(tenantResource, { name: other });
    await holds(name, {});
  });

  test("cost no call while nothing changes", async () => {
    await keep({ [key]: "sk-ant-still" });
    const name = await world.ready({ sharedCredentials: [{ name: key }] });
    await holds(name, { [key]: "sk-ant-still" });
    await until("it is Ready", () => world.projectNow(name)?.status?.phase === "Ready");
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = world.callsAbout(SHARED_CREDENTIALS_SECRET).length;
    await world.admin.patch(
      projectResource,
      { name },
      { metadata: { annotations: { "example.com/note": "1" } } },
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(world.callsAbout(SHARED_CREDENTIALS_SECRET).length).toBe(before);
  });
});
