import { FINALIZER, fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import { type Project, projectResource } from "#lib/domain/clusters/contract/project.ts";
import type { Tenant } from "#lib/domain/clusters/contract/tenant.ts";
import type { Outcome } from "#lib/infra/kube/queue.ts";
import type { Deps } from "../deps.ts";
import type { Copied } from "./brought.ts";
import { DriftLog } from "./drift.ts";
import { Pass } from "./pass.ts";
import type { Retry } from "./progress.ts";
import type { Blocked } from "./status.ts";
import { teardown } from "./teardown.ts";

/** A pass that is done sooner writes its status once, at its end; a longer one says where it is, ever less often. */
const FIRST_REPORT_MS = 500;
const LAST_REPORT_MS = 4000;
const TEARDOWN_REPORT_MS = 500;
/** Of all passes together, since a status is the API server's dearest call: when hundreds are on their way, each says so less often. */
const BETWEEN_REPORTS_MS = 250;

/** Makes the cluster agree with a Project. Safe to run at any time, any number of times, by one leader. */
export class ProjectReconciler {
  readonly #deps: Deps;
  /** What outlives a pass, by project. */
  readonly #memory = new Map<string, { retries: Map<string, Retry>; drift: DriftLog; copied: Copied }>();
  readonly #tornDownAt = new Map<string, number>();
  #reportedAt = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async reconcile(name: string): Promise<Outcome | undefined> {
    const project = this.#deps.cache.projects.store.get(name);
    if (!project) {
      this.#memory.delete(name);
      this.#tornDownAt.delete(name);
      return undefined;
    }
    if (project.metadata.deletionTimestamp) return this.#teardown(project);
    const tenant = this.#deps.cache.tenants.store.get(project.spec.tenantRef.name);
    const blocked = blockedBy(project, tenant);
    if (!blocked) await this.#ensureFinalizer(project);
    const suspended = project.spec.suspended || Boolean(tenant?.spec.suspended);
    const pass = new Pass(
      this.#deps,
      { ...project, spec: { ...project.spec, suspended } },
      this.#memoryOf(project),
      blocked,
    );
    const stopReporting = this.#reportOnTheWay(pass);
    try {
      await pass.run();
    } finally {
      stopReporting();
      await pass.report();
    }
    return { againMs: pass.againMs };
  }

  /** Events of a going namespace come by the dozen; its status is written twice a second at most. */
  async #teardown(project: Project): Promise<Outcome | undefined> {
    const { name } = project.metadata;
    const gone = !this.#deps.cache.namespaces.store.get(project.spec.namespace);
    const wait = (this.#tornDownAt.get(name) ?? 0) + TEARDOWN_REPORT_MS - Date.now();
    if (wait > 0 && !gone) return { againMs: wait };
    this.#tornDownAt.set(name, Date.now());
    return teardown(this.#deps, project);
  }

  #reportOnTheWay(pass: Pass): () => void {
    let ms = FIRST_REPORT_MS;
    const report = () => {
      if (Date.now() - this.#reportedAt >= BETWEEN_REPORTS_MS) {
        this.#reportedAt = Date.now();
        void pass.report().catch(() => {});
        ms = Math.min(ms * 3, LAST_REPORT_MS);
      }
      timer = setTimeout(report, ms);
    };
    let timer = setTimeout(report, ms);
    return () => clearTimeout(timer);
  }

  #memoryOf({ metadata: { name }, status }: Project) {
    const known = this.#memory.get(name) ?? {
      retries: new Map(),
      drift: new DriftLog(status?.drift),
      copied: { as: "" },
    };
    this.#memory.set(name, known);
    return known;
  }

  /** Before anything is made, so that nothing made can be left behind. Dispatch sets it; `kubectl` does not. */
  async #ensureFinalizer(project: Project): Promise<void> {
    const { name, uid, finalizers } = project.metadata;
    if (finalizers.includes(FINALIZER)) return;
    const { client, cache, signal } = this.#deps;
    const { apiVersion, kind } = project;
    const answer = await client.apply<unknown>(
      projectResource,
      { apiVersion, kind, metadata: { name, uid, finalizers: [FINALIZER] } },
      { fieldManager: fieldManagers.control, signal },
    );
    cache.projects.wrote(projectResource.read(answer));
  }
}

/** A project of a tenant that does not exist is not begun. One that stands is kept up all the same. */
function blockedBy(project: Project, tenant: Tenant | undefined): Blocked | undefined {
  if (tenant || project.status?.namespaceUID) return undefined;
  const message = `Waits for the tenant ${project.spec.tenantRef.name}, which does not exist.`;
  return { reason: "TenantMissing", message, phase: "Pending" };
}
