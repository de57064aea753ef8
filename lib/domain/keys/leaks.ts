import { z } from "zod";
import { addressBucket, leakBucket } from "#lib/domain/access/limits.ts";
import type { GatewayOperation } from "#lib/domain/access/operation.ts";
import { problemOf } from "#lib/domain/access/problems.ts";
import { portico, recordAudit } from "#lib/domain/audit/mutations.ts";
import { withoutSecrets } from "#lib/domain/audit/rules.ts";
import { refused } from "#lib/domain/outcome.ts";
import { hashKey, isWellFormed } from "#lib/infra/crypto/key.ts";
import { type PlatformTx, type TenantTx, withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { clientAddress } from "#lib/infra/http/address.ts";
import { BodyError, jsonBody } from "#lib/infra/http/body.ts";
import { type Taken, take } from "#lib/infra/http/limits.ts";
import { endKeys } from "./life.ts";
import { tellOfKey } from "./notices.ts";
import { publishedPattern } from "./pattern.ts";
import { stateOf } from "./rules.ts";

const text = z.string().max(1000);
const url = z.string().max(10_000).nullish();
/** A report as somebody writes it, or as GitHub's secret scanning sends it. */
const leakReport = z.union([
  z.strictObject({ key: text, url }).transform((one) => [one]),
  z
    .array(z.object({ token: text, type: text.nullish(), url, source: text.nullish() }))
    .min(1)
    .max(100)
    .transform((many) => many.map(({ token, url }) => ({ key: token, url }))),
]);

export const reportLeakOperation: GatewayOperation = {
  id: "reportLeak",
  method: "post",
  path: "/keys/leaks",
  tag: "keys",
  summary: "Report keys that were found where others can read them",
  description:
    "For anybody, without an account; also in the form of GitHub's secret scanning. The answer is the same whether or not a key is known.",
  body: leakReport,
  output: z.object({ received: z.int() }),
  status: 202,
  open: true,
};

export const keyPatternOperation: GatewayOperation = {
  id: "getKeyPattern",
  method: "get",
  path: "/keys/pattern",
  tag: "keys",
  summary: "How keys are told from other text, for scanners of secrets",
  output: z.object({
    name: z.string(),
    regex: z.string(),
    keywords: z.array(z.string()),
    kinds: z.record(z.string(), z.string()),
    checksum: z.object({ algorithm: z.string(), of: z.string(), encoding: z.string(), alphabet: z.string() }),
    example: z.string(),
    report: z.string(),
  }),
  status: 200,
  open: true,
};

const LONGEST = 300;

/** Where a key was found, as it is kept: an address without its user, query and fragment, cut, and never with a key in it. */
export function sourceOf(text: string | null | undefined): string | null {
  const parsed = text ? URL.parse(text) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return null;
  return withoutSecrets(decodable(`${parsed.origin}${parsed.pathname}`)).slice(0, LONGEST);
}

/** With what stands encoded in it readable, so that a key is seen there too. */
function decodable(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

type Found = NonNullable<Awaited<ReturnType<typeof findSecret>>>;

const findSecret = (key: string) =>
  withPlatform((tx) =>
    tx.keySecret.findUnique({
      where: { hash: hashKey(key) },
      select: {
        id: true,
        endsAt: true,
        prefix: true,
        key: { include: { organization: { select: { revokeLeakedKeys: true } } } },
      },
    }),
  );

/**
 * Notes that the text of a key is known to others: tells its people, and revokes it where the organization says so (a key of
 * the platform always); of a secret from before a rotation only that one ends, for the new one is known to nobody. What is
 * reported again is acted on if nothing was done before, and told once; a secret that works no more is nobody's to act on.
 */
async function noteLeak(
  { id: secretId, key, endsAt, prefix }: Found,
  source: string | null,
  requestId: string,
): Promise<void> {
  const now = new Date();
  const state = stateOf(key, now);
  if (state === "revoked" || state === "expired" || (endsAt && endsAt <= now)) return;
  const { id, name, kind, organizationId } = key;
  const write = async (tx: TenantTx | PlatformTx) => {
    const acts = key.organization?.revokeLeakedKeys ?? true;
    const rotated = acts && endsAt !== null;
    const first = rotated
      ? await tx.keySecret.updateMany({ where: { id: secretId, endsAt: { gt: now } }, data: { endsAt: now } })
      : await tx.key.updateMany({
          where: { id, leakReportedAt: null, revokedAt: null },
          data: { leakReportedAt: now, leakSource: source },
        });
    const revoked = acts && !rotated;
    const ended = revoked ? await endKeys(tx, { id }, null) : 0;
    if (first.count + ended === 0) return;
    if (rotated) await tx.key.update({ where: { id }, data: { version: { increment: 1 } } });
    const said = (so: boolean): "" | null => (so ? "" : null);
    const words = { revoked: said(revoked), ended: said(rotated), stands: said(!acts) };
    await tellOfKey(tx, organizationId, key, "keyLeaked", { where: source, ...words });
    await recordAudit(tx, {
      action: "keys.leak",
      outcome: "allowed",
      actor: { ...portico, via: "api" },
      requestId,
      organizationId,
      projectId: key.projectId,
      target: { kind: "key", id, name },
      detail: { kind, prefix, source, revoked, ended: rotated },
    });
  };
  await (organizationId ? withTenant({ organizationId, requestId }, write) : withPlatform(write));
}

const headersOf = ({ headers }: Taken, requestId: string) => ({
  ...headers,
  "cache-control": "no-store",
  "x-request-id": requestId,
});

/** Answers `GET /api/v1/keys/pattern`, to anybody. */
export async function answerPattern(request: Request, requestId: string): Promise<Response> {
  const taken = await take([addressBucket(clientAddress(request.headers))]);
  return taken.ok
    ? Response.json(publishedPattern, { headers: headersOf(taken, requestId) })
    : problemOf(refused("rate_limited"), requestId, taken.headers);
}

/**
 * Takes a report of keys that were found where they should not be, of anybody: nobody who finds one has to sign in first. What
 * it answers says nothing of whether a key is known here. For what is no key by its form and checksum nothing is asked of
 * the database.
 */
export async function answerLeaks(request: Request, requestId: string): Promise<Response> {
  const taken = await take([leakBucket(clientAddress(request.headers))]);
  const fail = (reason: string) => problemOf(refused(reason), requestId, taken.headers);
  if (!taken.ok) return fail("rate_limited");
  try {
    const report = leakReport.safeParse(await jsonBody(request));
    if (!report.success) return fail("leak_form");
    const once = new Map(report.data.map(({ key, url }) => [key, url]));
    for (const [key, url] of once) {
      const found = isWellFormed(key) ? await findSecret(key) : null;
      if (found) await noteLeak(found, sourceOf(url), requestId);
    }
    return Response.json(
      { received: report.data.length },
      { status: 202, headers: headersOf(taken, requestId) },
    );
  } catch (error) {
    if (error instanceof BodyError) return fail(error.reason);
    throw error;
  }
}
