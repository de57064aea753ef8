import { getTranslations } from "next-intl/server";
import type { AccessPlace } from "#app/access/place.ts";
import { Note } from "#components/ui/note.tsx";
import { askCluster } from "#lib/domain/access/cluster.ts";
import { differences, type Orphan, type Subject } from "#lib/domain/access/explain.ts";
import type { Permission } from "#lib/domain/access/permissions.ts";
import { Away } from "./away.tsx";
import { Differences, Orphans } from "./disagreements.tsx";

/**
 * Whether the cluster says of a permission what the portal says, of these subjects (`whole`: of everybody); what differs; and
 * what is bound there past the portal.
 */
export async function ClusterAnswer({
  place,
  namespace,
  frozen,
  permission,
  subjects,
  whole,
  lost,
}: {
  place: AccessPlace;
  namespace: string;
  frozen: boolean;
  permission: Permission;
  subjects: Subject[];
  whole: boolean;
  lost: Orphan[];
}) {
  const t = await getTranslations("access.cluster");
  const asked = await askCluster(subjects, permission, namespace);
  if (!asked.ok) return <Away message={asked.message} />;
  const differ = differences(subjects, permission, asked.said, frozen);
  const count = asked.said.size;
  return (
    <>
      {count > 0 && (
        <Note kind={differ.length > 0 ? "warn" : "done"} className="mb-6">
          {differ.length > 0 ? t("differ", { count: differ.length, asked: count }) : t("same", { count })}{" "}
          {!whole && `${t("part")} `}
          {frozen && t("frozen")}
        </Note>
      )}
      {differ.length > 0 && <Differences place={place} rows={differ} />}
      {lost.length > 0 && <Orphans rows={lost} />}
    </>
  );
}
