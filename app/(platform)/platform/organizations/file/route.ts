import { actorOf } from "#lib/domain/access/caller.ts";
import { platformRoute } from "#lib/domain/access/route.ts";
import { recordAudit } from "#lib/domain/audit/mutations.ts";
import { contentTypes, linesAsText } from "#lib/domain/exports/rules.ts";
import { listOrganizations, type OrganizationRow } from "#lib/domain/platform/data.ts";
import { fileResponse } from "#lib/infra/http/file.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";

/** Rows that are read at once. */
const STEP = 500;

/** Every organization as it is now, the newest first, as CSV. That it was had is in the platform's audit log. */
export const GET = platformRoute<object, OrganizationRow[]>({
  permission: "platform:read",
  read: async ({ tx, caller }) => {
    const all: OrganizationRow[] = [];
    const filter = { q: "", state: null, tier: null, after: null };
    for (let before: string | null = null, more = true; more; ) {
      const page = await listOrganizations(tx, { ...filter, before }, STEP);
      all.push(...page.rows);
      before = page.older;
      more = before !== null;
    }
    await recordAudit(tx, {
      action: "organizations.download",
      outcome: "allowed",
      actor: actorOf(caller),
      requestId: newRequestId(),
      detail: { organizations: all.length },
    });
    return all;
  },
  answer: async ({ data }) => {
    const bytes = new TextEncoder().encode(linesAsText("csv", data, true));
    const name = `organizations_${new Date().toISOString().slice(0, 10)}.csv`;
    return fileResponse({
      body: new Blob([bytes]).stream(),
      type: contentTypes.csv,
      name,
      bytes: bytes.length,
    });
  },
});
