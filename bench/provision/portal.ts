import pg from "pg";
import type { PrismaClient } from "#generated/client.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { createProject } from "#lib/domain/projects/mutations.ts";
import type { Change } from "#lib/infra/db/listen.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { join, makeOrganization, makeViewer, type TestOrganization } from "#test/world.ts";
import { timeline } from "./timeline.ts";

/** Organizations that share the projects of one round; their transactions are all open and commit in one moment. */
const TENANTS = 10;
const PATIENCE_MS = 300_000;

type Place = { organization: TestOrganization; viewer: Viewer };
export type Made = { id: string; namespace: string };

/** The portal's side: asks for projects as the screens do and is told by Postgres when they are Ready. */
export class Portal {
  readonly #watch: pg.Client;
  readonly #client: PrismaClient;
  readonly #places: Place[];
  #changed: (() => void) | undefined;

  private constructor(watch: pg.Client, client: PrismaClient, places: Place[]) {
    this.#watch = watch;
    this.#client = client;
    this.#places = places;
    watch.on("notification", ({ payload }) => {
      if ((JSON.parse(payload ?? "{}") as Change).t === "projects") this.#changed?.();
    });
  }

  /** `client` is the web's role; `ownerUrl` is only for watching. */
  static async open(ownerUrl: string, client: PrismaClient): Promise<Portal> {
    const watch = new pg.Client({ connectionString: ownerUrl });
    await watch.connect();
    await watch.query("listen portico_changes");
    const places: Place[] = [];
    for (let i = 0; i < TENANTS; i += 1) {
      const [organization, viewer] = await Promise.all([makeOrganization(client), makeViewer(client)]);
      await join(client, viewer, organization, "owner");
      places.push({ organization, viewer });
    }
    return new Portal(watch, client, places);
  }

  close(): Promise<void> {
    return this.#watch.end();
  }

  /**
   * Makes `count` projects that become visible in one moment, and waits until each is Ready in Postgres. Milliseconds run
   * from just before the COMMIT to the news that the last one's Ready is committed.
   */
  async provision(count: number, name: string): Promise<{ totalMs: number; made: Made[]; timeline: string }> {
    const shares = this.#places.map((place, tenant) => ({
      ...place,
      slugs: Array.from({ length: count }, (_, i) => `${name}-${i}`).filter((_, i) => i % TENANTS === tenant),
    }));
    const busy = shares.filter(({ slugs }) => slugs.length > 0);
    const commit = Promise.withResolvers<void>();
    let prepared = 0;
    let start = 0;
    const made: Made[] = [];
    const transactions = busy.map(({ organization, viewer, slugs }) =>
      withTenant(
        { organizationId: organization.id, userId: viewer.userId },
        async (tx) => {
          for (const slug of slugs) made.push(await this.#create(tx, organization, viewer, slug));
          prepared += 1;
          if (prepared === busy.length) {
            start = performance.now();
            commit.resolve();
          }
          await commit.promise;
        },
        this.#client,
      ).catch((error: unknown) => {
        commit.reject(error);
        throw error;
      }),
    );
    await Promise.all(transactions);
    const end = await this.#untilReady(made.map(({ id }) => id));
    const ids = made.map(({ id }) => id);
    const stages = await timeline(this.#watch, ids, performance.timeOrigin + start);
    return { totalMs: end - start, made, timeline: stages };
  }

  async #create(
    tx: Parameters<typeof createProject>[0],
    organization: TestOrganization,
    { userId }: Viewer,
    slug: string,
  ): Promise<Made> {
    const created = await createProject(
      tx,
      {
        organizationId: organization.id,
        organization: organization.slug,
        userId,
        requestId: "r-bench",
        template: "{organization}-{project}",
      },
      { slug, displayName: slug, tier: "standard", egressMode: "internet" },
    );
    if (!created.ok) throw new Error(`A project was refused: ${created.reason}`);
    return created.value;
  }

  /** The moment at which the last of them was seen to be Ready. */
  async #untilReady(ids: string[]): Promise<number> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const news = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000);
        this.#changed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      const { rows } = await this.#watch.query<{ phase: string; message: string }>(
        "select phase, message from projects where id = any($1) and phase <> 'Ready'",
        [ids],
      );
      if (rows.length === 0) return performance.now();
      if (performance.now() > deadline) {
        throw new Error(
          `${rows.length} projects are not Ready after 5 min; one is ${rows[0]?.phase}: ${rows[0]?.message}`,
        );
      }
      await news;
    }
  }
}
