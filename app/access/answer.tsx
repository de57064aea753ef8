import type { ReactNode } from "react";
import type { PortalAnswer } from "#lib/domain/access/answer.ts";
import type { Subject } from "#lib/domain/access/explain.ts";
import type { AccessQuery } from "#lib/domain/access/schema.ts";
import { ByPermission } from "./by-permission.tsx";
import { ByPerson } from "./by-person.tsx";
import { ByResource } from "./by-resource.tsx";
import { Everybody } from "./everybody.tsx";
import type { AccessPlace } from "./place.ts";
import { Question } from "./question.tsx";

/** A question about rights and its answer. `cluster` is what the cluster says of it, `bots` whom it has of its own. */
export function AccessAnswer({
  place,
  query,
  answer,
  bots = [],
  cluster,
}: {
  place: AccessPlace;
  query: AccessQuery;
  answer: PortalAnswer;
  bots?: readonly Subject[];
  cluster?: ReactNode;
}) {
  const common = { place, query };
  const subject = answer.by === "person" ? answer.subject : null;
  return (
    <>
      <Question {...common} subject={subject} />
      {answer.by === "permission" && (
        <ByPermission {...common} answer={answer} bots={bots} cluster={cluster} />
      )}
      {answer.by === "person" && <ByPerson {...common} subject={subject} reach={answer.reach} />}
      {answer.by === "everybody" && query.by === "person" && (
        <Everybody {...common} page={answer.page} bots={bots} />
      )}
      {answer.by === "everybody" && query.by === "resource" && (
        <ByResource {...common} page={answer.page} bots={bots} />
      )}
      {query.by !== "permission" && cluster}
    </>
  );
}
