import { annotations } from "#lib/domain/clusters/contract/meta.ts";
import { type Project, projectResource } from "#lib/domain/clusters/contract/project.ts";
import { failpoint } from "#lib/infra/failpoints.ts";
import { KubeError } from "#lib/infra/kube/errors.ts";
import { secrets } from "#lib/infra/kube/objects.ts";
import type { Deps } from "../deps.ts";
import { writeStatus } from "../status-writer.ts";
import { type Copied, mendingOf } from "./brought.ts";
import { type Difference, difference } from "./compare.ts";
import type { DriftLog } from "./drift.ts";
import type { BundleObject } from "./manifests/common.ts";
import { onlyRevoking, type RoleSubject, roleBindingManifests } from "./manifests/role-bindings.ts";
import { ensureNamespace, type NamespaceResult } from "./namespace.ts";
import { bundle, phases } from "./phases.ts";
import { type Item, itemKey, nextRetry, type Retry, startItems } from "./progress.ts";
import { prune } from "./prune.ts";
import { type Blocked, projectStatus } from "./status.ts";
import { writeObject } from "./write.ts";

type Timing = Required<Pick<Item, "startedMs" | "durationMs">>;

/** One reconciliation of one project: compares, writes what differs phase by phase, and can say at any time where it is. */
export class Pass {
  readonly #deps: Deps;
  readonly #project: Project;
  readonly #retries: Map<string, Retry>;
  readonly #items: Item[];
  readonly #drift: DriftLog;
  readonly #copied: Copied;
  readonly #blocked: Blocked | undefined;
  readonly #trigger: string;
  readonly #begun = Date.now();
  #namespaceUID: string | undefined;
  #namespaceProblem: { reason: string; message: string } | undefined;
  #reports: Promise<unknown> = Promise.resolve();

  /** `project` has its tenant's suspension in its own; the rest outlives the pass. */
  constructor(
    deps: Deps,
    project: Project,
    { retries, drift, copied }: { retries: Map<string, Retry>; drift: DriftLog; copied: Copied },
    blocked?: Blocked,
  ) {
    this.#deps = deps;
    this.#project = project;
    this.#retries = retries;
    this.#drift = drift;
    this.#copied = copied;
    this.#blocked = blocked;
    this.#namespaceUID = project.status?.namespaceUID || undefined;
    this.#items = startItems(bundle(project, deps.config), project);
    drift.keep(this.#items.map(({ object }) => object));
    this.#trigger = `${project.metadata.generation}/${project.metadata.annotations[annotations.retry] ?? ""}`;
  }

  async run(): Promise<void> {
    if (this.#blocked) return;
    if (!(await this.#namespace())) {
      for (const item of this.#items.slice(1)) this.#wait(item);
      return;
    }
    failpoint("project.after.namespace", this.#project.metadata.name);
    await prune(this.#deps, this.#project, this.#items);
    let reached = true;
    for (const { name } of phases.slice(1)) {
      const items = this.#items.filter((item) => item.phase === name);
      // What somebody may no longer have goes, whatever else does not stand.
      if (name === "brought") await Promise.all(items.map((item) => this.#bring(item)));
      else if (reached) await Promise.all(items.map((item) => this.#ensure(item)));
      else if (name === "rights") await Promise.all(items.map((item) => this.#revoke(item)));
      else for (const item of items) this.#look(item);
      reached = reached && items.every((item) => item.state === "Applied");
      if (reached) failpoint(`project.after.${name}`, this.#project.metadata.name);
    }
  }

  /** Milliseconds until something refused is due again. */
  get againMs(): number | undefined {
    const keys = new Set(this.#items.map((item) => itemKey(item.object)));
    const due = [...this.#retries].filter(([key]) => keys.has(key)).map(([, retry]) => retry.at);
    return due.length > 0 ? Math.max(50, Math.min(...due) - Date.now()) : undefined;
  }

  /** Writes the status if it changed. Calls run one after another. */
  report(): Promise<unknown> {
    this.#reports = this.#reports.catch(() => {}).then(() => this.#report());
    return this.#reports;
  }

  async #report(): Promise<void> {
    const { client, cache, signal } = this.#deps;
    const latest = cache.projects.store.get(this.#project.metadata.name);
    if (latest?.metadata.uid !== this.#project.metadata.uid) return;
    const status = projectStatus({
      project: { ...this.#project, status: latest.status },
      items: this.#items,
      drift: this.#drift.unsettled,
      namespaceUID: this.#namespaceUID,
      namespaceProblem: this.#namespaceProblem,
      blocked: this.#blocked,
      suspended: this.#project.spec.suspended,
      startedAt: new Date(this.#begun).toISOString(),
      now: new Date().toISOString(),
    });
    await writeStatus(client, cache.projects, projectResource, latest, status, signal);
  }

  async #namespace(): Promise<boolean> {
    const item = this.#items[0]!;
    const { cache } = this.#deps;
    const name = this.#project.spec.namespace;
    if (this.#postponed(item)) return false;
    const recorded = this.#namespaceUID;
    if (recorded && !cache.namespaces.store.get(name)) {
      this.#drift.see(item.object, undefined);
      // Written down before the next one is made: what is recorded is always ours, or nothing is.
      this.#namespaceUID = undefined;
      for (const other of this.#items) this.#wait(other);
      await this.report();
    }
    const live = cache.namespaces.store.get(name);
    const settle =
      live && difference(item.object, live as BundleObject) === "same"
        ? undefined
        : this.#begin(item, live as BundleObject | undefined);
    let result: NamespaceResult;
    try {
      result = await ensureNamespace(this.#deps, this.#project, this.#drift.marked(item.object), recorded);
    } catch (error) {
      this.#failed(item, error);
      return false;
    }
    if (result.ok) {
      this.#namespaceUID = result.uid;
      this.#applied(item, settle, result.wrote);
      return true;
    }
    this.#failed(item, new Error(result.message));
    this.#namespaceProblem = { reason: result.reason, message: result.message };
    item.state = result.reason === "NamespaceTaken" ? "Refused" : "Waiting";
    return false;
  }

  #live(object: BundleObject): BundleObject | undefined {
    return this.#deps.cache.find(object);
  }

  async #ensure(item: Item): Promise<void> {
    const live = this.#live(item.object);
    const how: Difference = live ? difference(item.object, live) : "apply";
    if (how === "same") return this.#applied(item, undefined, false);
    if (this.#postponed(item)) return;
    await this.#write(item, item.object, live, how);
  }

  /** What others bring: of a Secret it counts what is in it. */
  async #bring(item: Item): Promise<void> {
    if (item.object.kind !== secrets.kind && this.#deps.cache.fetches) return this.#ensure(item);
    if (this.#postponed(item)) return;
    try {
      if (item.object.kind !== secrets.kind) throw notInstalled();
      const live = this.#live(item.object);
      const mending = await mendingOf(this.#deps, this.#project, item.object, live, this.#copied);
      if (!mending) return this.#applied(item, undefined, false);
      const settle = this.#begin(item, live, mending.paths);
      await mending.write(this.#drift.marked(item.object));
      this.#applied(item, settle, true);
    } catch (error) {
      this.#failed(item, error);
    }
  }

  /** What came before the rights does not stand: nobody gains a right, but whoever lost one loses it now. */
  async #revoke(item: Item): Promise<void> {
    const live = this.#live(item.object);
    if (!live) return this.#wait(item);
    const allowed = onlyRevoking(item.object, (live.subjects ?? []) as RoleSubject[]);
    const how = difference(allowed, live);
    if (how === "same" || this.#postponed(item)) return this.#look(item);
    await this.#write(item, allowed, live, how);
    this.#look(item);
  }

  /** Sets an item's state from what is there, without writing. */
  #look(item: Item): void {
    const live = this.#live(item.object);
    if (live && difference(item.object, live) === "same") this.#applied(item, undefined, false);
    else this.#wait(item);
  }

  async #write(
    item: Item,
    desired: BundleObject,
    live: BundleObject | undefined,
    how: Exclude<Difference, "same">,
  ): Promise<void> {
    const settle = this.#begin(item, live);
    try {
      await writeObject(this.#deps, this.#drift.marked(desired), live, how);
      this.#applied(item, settle, true);
    } catch (error) {
      this.#failed(item, error);
    }
  }

  /** `paths`: what differs, where the object alone does not tell. */
  #begin(item: Item, live: BundleObject | undefined, paths?: string[][]): () => Timing {
    const { status, metadata } = this.#project;
    const stood = item.state === "Applied" && status?.observedGeneration === metadata.generation;
    item.state = stood || item.state === "Drifted" ? "Drifted" : "Applying";
    if (item.state === "Drifted" && !this.#isAsBefore(item, live) && !(live && paths?.length === 0))
      this.#drift.see(item.object, live, live && paths);
    const origin = status?.timings.startedAt ? Date.parse(status.timings.startedAt) : this.#begun;
    const start = Date.now();
    return () => ({ startedMs: Math.max(0, start - origin), durationMs: Date.now() - start });
  }

  /** True for an object as it was before the tenant was suspended, or before it no longer was: nobody changed it. */
  #isAsBefore(item: Item, live: BundleObject | undefined): boolean {
    if (!live || item.phase !== "rights") return false;
    const { spec } = this.#project;
    const before = { ...this.#project, spec: { ...spec, suspended: !spec.suspended } };
    const other = roleBindingManifests(before, this.#deps.config).find(
      (object) => object.metadata.name === item.object.metadata.name,
    );
    return other !== undefined && difference(other, live) === "same";
  }

  #applied(item: Item, settle: (() => Timing) | undefined, wrote: boolean): void {
    this.#retries.delete(itemKey(item.object));
    this.#drift.settle(item.object, "Repaired");
    const repaired = item.state === "Drifted";
    item.state = "Applied";
    item.attempt = undefined;
    item.nextRetryAt = undefined;
    item.message = "";
    if (repaired) {
      this.#deps.log.info(
        { project: this.#project.metadata.name, object: itemKey(item.object) },
        "drift repaired",
      );
      if (item.appliedAt) return; // When it was first applied stays.
    }
    if (!wrote && item.appliedAt) return;
    Object.assign(item, settle?.());
    item.appliedAt = wrote
      ? new Date().toISOString()
      : (this.#live(item.object)?.metadata.creationTimestamp ?? new Date().toISOString());
  }

  #failed(item: Item, error: unknown): void {
    // Cut short because this process may no longer act: that says nothing about the object.
    if (this.#deps.signal.aborted) return;
    const key = itemKey(item.object);
    const retry = nextRetry(error, this.#retries.get(key), this.#trigger, Date.now());
    this.#retries.set(key, retry);
    this.#drift.settle(item.object, retry.transient ? "Repairing" : "Refused", retry.message);
    this.#showRetry(item, retry);
    const fields = { project: this.#project.metadata.name, object: key, attempt: retry.attempt };
    this.#deps.log.warn({ ...fields, message: retry.message }, "object could not be applied");
  }

  /** True when the object failed and its next try is not due; the item then says so. */
  #postponed(item: Item): boolean {
    const retry = this.#retries.get(itemKey(item.object));
    if (!retry || retry.trigger !== this.#trigger || retry.at <= Date.now() + 20) return false;
    this.#showRetry(item, retry);
    return true;
  }

  #showRetry(item: Item, retry: Retry): void {
    item.state = retry.transient ? "Waiting" : "Refused";
    item.attempt = retry.attempt;
    item.nextRetryAt = new Date(retry.at).toISOString();
    item.message = retry.message;
  }

  #wait(item: Item): void {
    item.state = "Waiting";
    item.attempt = undefined;
    item.nextRetryAt = undefined;
    item.message = "";
  }
}

const notInstalled = () =>
  new KubeError(
    404,
    "NotInstalled",
    "External Secrets Operator is not installed in this cluster: nothing fetches this credential.",
  );
