import type { AccessPlace } from "#app/access/place.ts";
import type { PortalAnswer } from "#lib/domain/access/answer.ts";
import type { Bound, Orphan, Subject } from "#lib/domain/access/explain.ts";
import type { AccessQuery } from "#lib/domain/access/schema.ts";
import { Away } from "./away.tsx";
import { Beyond } from "./beyond.tsx";
import { ClusterAnswer } from "./cluster-answer.tsx";
import { ClusterPerson } from "./cluster-person.tsx";
import { Bindings } from "./disagreements.tsx";

/** What the cluster has of a project; `lost` are the bindings that nobody of the portal stands behind. */
type Side = { ok: true; bound: Bound[]; bots: Subject[]; lost: Orphan[] } | { ok: false; message: string };

/** What the cluster says to a question about rights, of those whom the page shows. */
export function ClusterSideOf({
  place,
  query,
  answer,
  namespace,
  frozen,
  side,
}: {
  place: AccessPlace;
  query: AccessQuery;
  answer: PortalAnswer;
  namespace: string;
  frozen: boolean;
  side: Side;
}) {
  if (!side.ok) return <Away message={side.message} />;
  const { bound, bots, lost } = side;
  const there = { place, namespace, frozen, bound, lost };
  if (answer.by === "person") return answer.subject && <ClusterPerson {...there} subject={answer.subject} />;
  if (answer.by === "permission") {
    const pages = [answer.can, answer.cannot];
    const subjects = [...pages.flatMap(({ rows }) => rows), ...bots];
    const whole = pages.every(({ newer, older }) => newer === null && older === null);
    return <ClusterAnswer {...there} permission={query.permission} subjects={subjects} whole={whole} />;
  }
  if (query.by === "cluster") return <Beyond {...there} query={query} page={answer.page} bots={bots} />;
  return query.by === "resource" && <Bindings rows={bound} lost={lost} />;
}
