import type { ReactNode } from "react";
import { type Subject, subjectKey } from "#lib/domain/access/explain.ts";
import type { AccessQuery } from "#lib/domain/access/schema.ts";
import { ByPermission } from "./by-permission.tsx";
import { ByPerson } from "./by-person.tsx";
import { ByResource } from "./by-resource.tsx";
import type { AccessPlace } from "./place.ts";
import { Question } from "./question.tsx";

/** A question about rights and its answer. `cluster` is what the cluster says of it. */
export function AccessAnswer({
  place,
  query,
  subjects,
  cluster,
}: {
  place: AccessPlace;
  query: AccessQuery;
  subjects: Subject[];
  cluster?: ReactNode;
}) {
  return (
    <>
      <Question place={place} query={query} subjects={subjects} />
      {query.by === "permission" && (
        <ByPermission place={place} permission={query.permission} subjects={subjects} cluster={cluster} />
      )}
      {query.by === "person" && (
        <ByPerson place={place} subject={subjects.find((subject) => subjectKey(subject) === query.person)} />
      )}
      {query.by === "resource" && <ByResource place={place} resource={query.resource} subjects={subjects} />}
    </>
  );
}
