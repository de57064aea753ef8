import type { PrismaClient } from "#generated/client.ts";
import { mintKey } from "#lib/infra/crypto/key.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";

const prefixes = { personal: "ptc_usr_", project: "ptc_prj_", service: "ptc_svc_" } as const;

export type CallingKey = { id: string; text: string };
type Wanted = {
  kind?: keyof typeof prefixes;
  organizationId: string;
  projectId: string;
  userId?: string;
  organizationRole?: string | null;
  projectRole?: string | null;
  scopes?: string[];
  models?: string[];
  routes?: string[];
  addresses?: string[];
  requestsPerMinute?: number;
  tokensPerMinute?: number;
  tokensPerMonth?: number;
  costPerMonth?: number;
  /** Audiences whose gateways have asked about it before. */
  knownTo?: string[];
};

/** A key for calling models, written as a row: whether somebody may make it is the keys' own matter. */
export async function makeCallingKey(client: PrismaClient, wanted: Wanted): Promise<CallingKey> {
  const {
    kind = "project",
    projectRole = kind === "project" ? "editor" : null,
    knownTo = [],
    ...rest
  } = wanted;
  const { text, prefix, lastFour, hash } = mintKey(prefixes[kind]);
  const id = newId();
  const { organizationId } = wanted;
  await withPlatform(async (tx) => {
    await tx.key.create({
      data: {
        id,
        kind,
        name: `${kind} key`,
        scopes: ["models:call"],
        expiresAt: new Date(Date.now() + 86_400_000),
        projectRole,
        ...rest,
        secrets: { create: { organizationId, prefix, lastFour, hash } },
      },
    });
    for (const audience of knownTo)
      await tx.$queryRaw`select portico_gateway_knows(${id}::uuid, ${audience})::text`;
  }, client);
  return { id, text };
}
