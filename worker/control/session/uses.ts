import { z } from "zod";
import {
  type AgenticSessionStatus,
  credentialStatus,
} from "#lib/domain/clusters/contract/agentic-session.ts";
import { annotations } from "#lib/domain/clusters/contract/meta.ts";
import { addressOf } from "./handover/index.ts";
import type { Handed } from "./handover/way.ts";
import type { Job } from "./objects.ts";

type Uses = NonNullable<AgenticSessionStatus["credentials"]>;

/** What is said of credentials that are handed over: names and places. */
export const handedOver = (credentials: readonly Handed[]): Uses =>
  credentials.map(({ name, kind, secret, parts }) => ({
    name,
    kind,
    secret,
    handover: parts[0]?.way ?? "environment",
    as: parts.map(({ way, as }) => addressOf(way, as)),
  }));

/** What a Job says of the credentials in its pod; nothing for one from before it said so. */
export function usesOf(job: Job | undefined): Uses | undefined {
  try {
    const text = job?.metadata.annotations?.[annotations.credentials];
    return text === undefined ? undefined : z.array(credentialStatus).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
